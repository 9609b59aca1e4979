//! Numbers that look random and are the same in every run: xorshift64* (Vigna, 2016). Takes a seed, hands on even
//! numbers, chances and ranks after Zipf's law.

/// A generator of numbers.
pub struct Numbers(u64);

impl Numbers {
    /// Numbers of a seed; neighbouring seeds give unlike ones.
    pub fn new(seed: u64) -> Numbers {
        // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
        let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Numbers((mixed ^ (mixed >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, each as likely as another; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 11) % end.max(1) as u64) as usize
    }

    /// Whether what happens once in so many times happens now.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A rank below `end`: the `n`th is as likely as `1/n`.
    pub fn rank(&mut self, end: usize) -> usize {
        self.flat_rank(end, 1)
    }

    /// A rank below `end` after Mandelbrot's form of the law: the `n`th is as likely as `1/(n + flat)`, so that none of the first
    /// stands out.
    pub fn flat_rank(&mut self, end: usize, flat: usize) -> usize {
        let even = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        let (end, flat) = (end as f64, flat as f64);
        let drawn = flat * ((end + flat) / flat).powf(even) - flat;
        drawn.min(end - 1.0).max(0.0) as usize
    }
}
