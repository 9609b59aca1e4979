//! The hash of a key, as `gazetteer/places.bin` has it. It is the file's own, so that the file stays as it is when the words of
//! texts are hashed otherwise.

/// What the tables know of a key: the upper half of FNV-1a (Fowler, Noll and Vo, 1991) with the finaliser of MurmurHash3 (Appleby,
/// 2011), which spreads its weak upper bits.
pub fn hash(key: &str) -> u32 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut hash = key.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    ((hash ^ (hash >> 33)) >> 32) as u32
}
