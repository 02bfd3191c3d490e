//! Bytes as text.

/// Two hexadecimal digits for each byte: `hex(&[0, 255])` is `00ff`.
///
/// ```
/// assert_eq!(kernel::hex(&[0, 10, 255]), "000aff");
/// ```
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
