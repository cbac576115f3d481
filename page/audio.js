// Both run in the audio thread: the ear passes on what the microphone hears, the mouth plays what it is given.
class Ear extends AudioWorkletProcessor {
  constructor() { super(); this.block = new Float32Array(1024); this.filled = 0; }
  process([input]) {
    if (!input.length) return true;
    this.block.set(input[0], this.filled);              // 128 samples at a time
    this.filled += input[0].length;
    if (this.filled >= this.block.length) {
      this.port.postMessage(this.block.slice());
      this.filled = 0;
    }
    return true;
  }
}

class Mouth extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = [];                                    // {turn, wav, at}
    this.played = {};                                   // turn -> samples
    this.port.onmessage = ({ data }) => data.wav ? this.queue.push({ ...data, at: 0 }) : this.clear();
  }
  clear() {
    this.queue = [];
    this.port.postMessage({ cleared: true, played: this.played });
  }
  process(_, [output]) {
    let filled = 0;
    while (filled < output[0].length && this.queue.length) {
      const head = this.queue[0], n = Math.min(output[0].length - filled, head.wav.length - head.at);
      if (!(head.turn in this.played)) {
        this.played[head.turn] = 0;
        this.port.postMessage({ began: head.turn });
      }
      output[0].set(head.wav.subarray(head.at, head.at + n), filled);
      head.at += n; filled += n; this.played[head.turn] += n;
      if (head.at === head.wav.length) this.queue.shift();
      if (!this.queue.length) this.port.postMessage({ empty: true, played: this.played });
    }
    return true;
  }
}

registerProcessor('ear', Ear);
registerProcessor('mouth', Mouth);
