//! The bloom filter of an existence filter, by which a client finds which documents are gone.

use gcloud_sdk::google::firestore::v1::{BitSequence, BloomFilter};
use md5::{Digest as _, Md5};

/// With so many hashes, hardly a name passes that isn't there: one in 15,000, among more than a few.
const BITS_PER_NAME: usize = 20;
const HASHES: u8 = 14;

/// A filter that lets these names pass.
pub(super) fn filter<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> BloomFilter {
    let size = names.len() * BITS_PER_NAME;
    let mut bitmap = vec![0; size.div_ceil(8)];
    for bit in names.flat_map(|name| bits(name, size)) {
        bitmap[bit / 8] |= 1 << (bit % 8);
    }
    // 20 bits a name: a whole number of bytes, or half a byte more.
    let padding = if size.is_multiple_of(8) { 0 } else { 4 };
    BloomFilter { bits: Some(BitSequence { bitmap, padding }), hash_count: HASHES.into() }
}

/// The bits that stand for a name in a filter of this size.
#[expect(clippy::cast_possible_truncation, reason = "halves of the digest, and a rest below a usize")]
fn bits(name: &str, size: usize) -> impl Iterator<Item = usize> {
    let digest = u128::from_le_bytes(Md5::digest(name).into());
    let (first, second) = (digest as u64, (digest >> 64) as u64);
    let hashes = (0..HASHES).map(move |round| first.wrapping_add(u64::from(round).wrapping_mul(second)));
    hashes.map(move |hash| (hash % size as u64) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(number: u32) -> String {
        format!("projects/p/databases/(default)/documents/users/u/workouts/{number}")
    }

    fn passes(filter: &BloomFilter, name: &str) -> bool {
        let bits = filter.bits.as_ref().unwrap();
        let size = bits.bitmap.len() * 8 - usize::try_from(bits.padding).unwrap();
        super::bits(name, size).all(|bit| bits.bitmap[bit / 8] & (1 << (bit % 8)) != 0)
    }

    #[test]
    fn all_names_pass_and_hardly_any_other() {
        for count in [1, 2, 7, 1000] {
            let names: Vec<String> = (0..count).map(name).collect();
            let filter = filter(names.iter().map(String::as_str));
            assert!(names.iter().all(|name| passes(&filter, name)), "{count}");
            let others = (count..count + 2000).filter(|number| passes(&filter, &name(*number))).count();
            assert!(others < 40, "{others} of 2000 pass among {count}");
        }
    }

    #[test]
    fn without_names_there_are_no_bits() {
        assert_eq!(filter([].into_iter()).bits, Some(BitSequence::default()));
    }
}
