//! Shares of full time.

use kernel::{BadShare, Share};

#[test]
fn one_to_a_hundred_percent() {
    for (percent, well) in [(0, false), (1, true), (2, true), (99, true), (100, true), (101, false)] {
        assert_eq!(Share::percent(percent).is_ok(), well, "{percent}");
    }
    assert_eq!(Share::percent(0), Err(BadShare(0)));
    assert_eq!(Share::default(), Share::FULL);
    assert_eq!(Share::FULL.to_string(), "100%");
    assert_eq!(serde_json::to_string(&Share::FULL).unwrap(), "100");
    for bad in ["0", "101", "256", "-1", "50.5"] {
        assert!(serde_json::from_str::<Share>(bad).is_err(), "{bad}");
    }
}
