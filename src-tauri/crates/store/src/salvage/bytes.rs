//! Numbers and values as SQLite writes them: <https://www.sqlite.org/fileformat2.html>.

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Text(String),
    /// A blob, a float, or text that isn't UTF-8. None of our tables that matter here hold any.
    Other,
}

impl Value {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

/// A big-endian number of two bytes.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?)))
}

/// A big-endian number of four bytes.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number of one to nine bytes, and how many they are.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0;
    for (index, byte) in bytes.iter().enumerate().take(8) {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, index + 1));
        }
    }
    Some((number << 8 | u64::from(*bytes.get(8)?), 9))
}

/// The number that a varint stands for where sizes and counts are meant.
pub(super) fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let (number, length) = varint(bytes)?;
    Some((usize::try_from(number).ok()?, length))
}

/// The values of a row or of a key of an index. `None` if the payload contradicts itself.
pub(super) fn row(payload: &[u8]) -> Option<Vec<Value>> {
    let (header_size, mut at) = size(payload)?;
    let (mut header, mut data) = payload.split_at_checked(header_size)?;
    header = header.get(at..)?;
    let mut values = Vec::new();
    while !header.is_empty() {
        let serial;
        (serial, at) = varint(header)?;
        header = header.get(at..)?;
        let (value, length) = value(serial, data)?;
        data = data.get(length..)?;
        values.push(value);
    }
    data.is_empty().then_some(values)
}

fn value(serial: u64, data: &[u8]) -> Option<(Value, usize)> {
    let integer = |length: usize| {
        let bytes = data.get(..length)?;
        let sign = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
        Some((Value::Integer(bytes.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte))), length))
    };
    match serial {
        0 => Some((Value::Null, 0)),
        1..=4 => integer(usize::try_from(serial).ok()?),
        5 => integer(6),
        6 => integer(8),
        7 => Some((Value::Other, 8)),
        8 => Some((Value::Integer(0), 0)),
        9 => Some((Value::Integer(1), 0)),
        10 | 11 => None,
        _ => {
            let length = usize::try_from((serial - 12) / 2).ok()?;
            let bytes = data.get(..length)?;
            let text = if serial % 2 == 1 { str::from_utf8(bytes).ok() } else { None };
            Some((text.map_or(Value::Other, |text| Value::Text(text.to_owned())), length))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_of_every_length() {
        assert_eq!(varint(&[0x7f]), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00]), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9]), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x80; 8]), None);
    }

    #[test]
    fn a_row_that_contradicts_itself_is_none() {
        // Four columns: NULL, 1, -2 in one byte, "ab".
        let good = [5, 0, 9, 1, 17, 0xfe, b'a', b'b'];
        let values = vec![Value::Null, Value::Integer(1), Value::Integer(-2), Value::Text("ab".into())];
        assert_eq!(row(&good), Some(values));
        assert_eq!(row(&good[..7]), None);
        assert_eq!(row(&[9, 0, 9, 1, 17, 0xfe, b'a', b'b']), None);
        assert_eq!(row(&[]), None);
    }
}
