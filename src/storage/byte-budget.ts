/**
 * Bytes of memory that work going on side by side may take together. Whoever asks for more than is left waits, first
 * come first served; what asks for more than there is at all gets everything, alone.
 */
export class ByteBudget {
  private left: number;
  private readonly waiting: { bytes: number; begin: () => void }[] = [];

  constructor(private readonly total: number) {
    this.left = total;
  }

  /** Runs `work` as soon as `bytes` are left, and gives them back when it has ended. */
  async use<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const share = Math.min(bytes, this.total);
    if (this.waiting.length > 0 || share > this.left) {
      await new Promise<void>((begin) => this.waiting.push({ bytes: share, begin }));
    } else this.left -= share;
    try {
      return await work();
    } finally {
      this.left += share;
      this.admit();
    }
  }

  private admit(): void {
    for (let next = this.waiting[0]; next && next.bytes <= this.left; next = this.waiting[0]) {
      this.waiting.shift();
      this.left -= next.bytes;
      next.begin();
    }
  }
}
