// A voice client of the OpenAI Realtime protocol. Sound goes both ways at the rate of the browser's audio context.
const $ = id => document.getElementById(id);
const STAGES = [['pause', 'spoken', 'stopped'], ['text', 'stopped', 'text'], ['sound', 'text', 'sound'],
  ['play', 'sound', 'heard']];
const NAMES = { pause: 'pause', text: 'first word', sound: 'first sound', play: 'played' };
const LISTENING = { type: 'server_vad', silence_duration_ms: 500, create_response: true, interrupt_response: true };
const state = { turns: [], byItem: {}, byResponse: {} };
window.echox = state;                                   // for whoever wants to look inside

const say = text => { $('state').textContent = text; };
const now = () => performance.now();

// --- bytes and samples
function toBase64(wav) {
  const pcm = new Int16Array(wav.length);
  wav.forEach((x, i) => { pcm[i] = Math.max(-1, Math.min(1, x)) * 32767; });
  const bytes = new Uint8Array(pcm.buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

function fromBase64(text) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  return Float32Array.from(new Int16Array(bytes.buffer), x => x / 32768);
}

function wavFile(pieces, rate) {
  const n = pieces.reduce((sum, p) => sum + p.length, 0), view = new DataView(new ArrayBuffer(44 + 2 * n));
  const write = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  write(0, 'RIFF'); view.setUint32(4, 36 + 2 * n, true); write(8, 'WAVEfmt ');
  [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, rate, 4], [28, 2 * rate, 4], [32, 2, 2], [34, 16, 2]]
    .forEach(([at, x, size]) => size === 4 ? view.setUint32(at, x, true) : view.setUint16(at, x, true));
  write(36, 'data'); view.setUint32(40, 2 * n, true);
  let at = 44;
  for (const x of pieces.flatMap(p => [...p])) {
    view.setInt16(at, Math.max(-1, Math.min(1, x)) * 32767, true);
    at += 2;
  }
  return new Blob([view], { type: 'audio/wav' });
}

// --- turns
function newTurn(item) {
  const node = $('turn').content.firstElementChild.cloneNode(true);
  $('turns').prepend(node);
  const turn = { node, item, at: {}, pieces: [], answer: '', show: s => node.querySelector(s) };
  state.turns.push(turn);
  state.byItem[item] = turn;
  return turn;
}

function draw(turn) {
  const known = STAGES.filter(([, a, b]) => turn.at[a] && turn.at[b]);
  const spans = known.map(([kind, a, b]) => [kind, turn.at[b] - turn.at[a]]);
  const bar = turn.show('.times');
  bar.replaceChildren(...spans.map(([kind, ms]) => {
    const piece = document.createElement('b');
    piece.className = kind;
    piece.style.width = `${ms / 20}px`;                 // 20 ms a pixel
    return piece;
  }));
  const told = spans.map(([kind, ms]) => `${NAMES[kind]} ${Math.round(ms)} ms`).join(' · ');
  bar.setAttribute('aria-label', told);
  const whole = turn.at.heard - turn.at.spoken;
  turn.show('.ms').textContent = told + (whole ? ` — ${Math.round(whole)} ms after the question` : '');
}

function mark(turn, what) { if (turn && !turn.at[what]) { turn.at[what] = now(); draw(turn); } }

// --- sound
async function startAudio() {
  if (state.audio) return state.audio.resume();
  const audio = state.audio = new AudioContext();
  await audio.audioWorklet.addModule('audio.js');
  state.mouth = new AudioWorkletNode(audio, 'mouth', { numberOfInputs: 0, outputChannelCount: [1] });
  state.mouth.connect(audio.destination);
  state.mouth.port.onmessage = ({ data }) => {
    if (data.began) mark(state.byResponse[data.began], 'heard');
    if (data.cleared) tellHeard(data.played);
    if (data.played) state.played = data.played;
    state.silent = Boolean(data.empty || data.cleared);
    if (state.silent && !state.answering) $('stop').disabled = true;
  };
  await audio.resume();
}

function tellHeard(played) {                            // the server forgets what was not heard
  const turn = state.interrupted;
  state.interrupted = null;
  if (!turn?.answerItem || !turn.response) return;
  const ms = Math.round(1000 * (played[turn.response] || 0) / state.audio.sampleRate);
  send({ type: 'conversation.item.truncate', item_id: turn.answerItem, content_index: 0, audio_end_ms: ms });
}

function hush() {
  const turn = state.turns.findLast(t => t.response);
  if (!turn || (state.silent !== false && !state.answering)) return;
  turn.cut = true;
  turn.show('.answer').classList.add('cut');
  if (turn.at.sound) state.interrupted = turn;
  state.mouth?.port.postMessage({ clear: true });
}

async function listen(on) {
  if (!on) {
    state.microphone?.getTracks().forEach(t => t.stop());
    state.source?.disconnect();                         // or its silence would mix with the next one
    state.microphone = state.source = state.ear = null;
    $('level').value = 0;
  } else {
    await connect();
    const echo = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    state.microphone = await navigator.mediaDevices.getUserMedia({ audio: echo });
    const ear = state.ear = new AudioWorkletNode(state.audio, 'ear', { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data }) => { if (state.ear === ear && !state.reading) hear(data); };
    state.source = state.audio.createMediaStreamSource(state.microphone);
    state.source.connect(ear);
  }
  $('talk').setAttribute('aria-pressed', on);
  $('talk').textContent = on ? 'Listening …' : 'Speak';
}

function hear(wav) {
  state.sent = (state.sent || 0) + wav.length;
  state.clock = now() - 1000 * state.sent / state.audio.sampleRate;      // when the stream's first sample was spoken
  $('level').value = wav.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);
  send({ type: 'input_audio_buffer.append', audio: toBase64(wav) });
}

async function ask(file) {
  await connect();
  const sound = await state.audio.decodeAudioData(await file.arrayBuffer());
  const left = sound.getChannelData(0), rate = state.audio.sampleRate;
  state.reading = true;                                 // the microphone is deaf meanwhile
  hush();
  if (state.answering) send({ type: 'response.cancel' });
  update(null);
  send({ type: 'input_audio_buffer.clear' });
  for (let at = 0; at < left.length; at += rate) {
    send({ type: 'input_audio_buffer.append', audio: toBase64(left.subarray(at, at + rate)) });
  }
  state.sent = (state.sent || 0) + left.length;
  send({ type: 'input_audio_buffer.commit' });
  send({ type: 'response.create' });
  update(LISTENING);
  state.reading = false;
}

// --- the protocol
function send(event) { if (state.socket?.readyState === WebSocket.OPEN) state.socket.send(JSON.stringify(event)); }

function update(turn_detection) {
  const format = { type: 'audio/pcm', rate: state.audio.sampleRate };
  send({ type: 'session.update', session: { type: 'realtime', audio: { output: { format },
    input: { format, transcription: {}, turn_detection } } } });
}

const HANDLERS = {
  'session.created': e => { $('model').textContent = e.session.model; },
  'input_audio_buffer.speech_started': () => { hush(); say('you are speaking'); },
  'input_audio_buffer.speech_stopped': e => {
    const turn = newTurn(e.item_id);
    turn.at.spoken = state.clock + e.audio_end_ms;
    mark(turn, 'stopped');
    say('thinking');
  },
  'input_audio_buffer.committed': e => { if (!state.byItem[e.item_id]) mark(newTurn(e.item_id), 'stopped'); },
  'conversation.item.input_audio_transcription.completed': e => {
    const turn = state.byItem[e.item_id];
    if (turn) turn.show('.question').textContent = turn.asked = e.transcript;
  },
  'response.created': e => {
    const turn = state.turns.at(-1);
    turn.response = e.response.id;
    state.byResponse[e.response.id] = turn;
    state.answering = true;
    $('stop').disabled = false;
  },
  'response.output_item.added': e => { state.byResponse[e.response_id].answerItem = e.item.id; },
  'response.output_audio_transcript.delta': e => { addText(e); },
  'response.output_text.delta': e => { addText(e); },
  'response.output_audio.delta': e => {
    const turn = state.byResponse[e.response_id], wav = fromBase64(e.delta);
    if (turn.cut) return;                               // sent before the server knew
    mark(turn, 'sound');
    turn.pieces.push(wav);
    state.silent = false;
    state.mouth.port.postMessage({ turn: e.response_id, wav });
    say('speaking');
  },
  'response.done': e => {
    const turn = state.byResponse[e.response.id], { status, status_details } = e.response;
    state.answering = false;
    turn.status = status;
    turn.server = e.response.metadata;
    if (status === 'cancelled') turn.show('.answer').classList.add('cut');
    if (status === 'failed') {
      turn.show('.answer').textContent = status_details.error.message;
      turn.show('.answer').classList.add('failed');
    }
    if (turn.pieces.length) {
      const link = turn.show('.again');
      link.href = URL.createObjectURL(wavFile(turn.pieces, state.audio.sampleRate));
      link.download = 'answer.wav';
      link.hidden = false;
    }
    say(state.microphone ? 'listening' : 'connected');
  },
  'conversation.item.truncated': e => { state.truncated = e.audio_end_ms; },
  error: e => { if (e.error.code !== 'response_cancel_not_active') say(`error: ${e.error.message}`); },
};

function addText(e) {
  const turn = state.byResponse[e.response_id];
  mark(turn, 'text');
  turn.answer += e.delta;
  turn.show('.answer').textContent = turn.answer;
}

async function connect() {
  await startAudio();
  if (state.socket?.readyState === WebSocket.OPEN) return;
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  const protocols = ['realtime', ...(token ? [`openai-insecure-api-key.${token}`] : [])];
  const socket = state.socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/v1/realtime`, protocols);
  Object.assign(state, { sent: 0, answering: false });
  await new Promise((done, failed) => { socket.onopen = done; socket.onerror = () => failed(new Error('refused')); });
  socket.onmessage = ({ data }) => { const e = JSON.parse(data); HANDLERS[e.type]?.(e); };
  socket.onclose = e => {
    say(`connection closed${e.reason ? `: ${e.reason}` : ''}; press Speak to begin anew`);
    listen(false);
  };
  update(LISTENING);
  say('connected');
}

const guarded = f => async (...args) => { try { await f(...args); } catch (e) { say(`not possible: ${e.message}`); } };
$('talk').onclick = guarded(() => listen(!state.microphone));
$('file').onchange = guarded(async e => { if (e.target.files[0]) await ask(e.target.files[0]); e.target.value = ''; });
$('stop').onclick = () => { hush(); send({ type: 'response.cancel' }); };
$('forget').onclick = () => { state.socket?.close(); $('turns').replaceChildren(); };
