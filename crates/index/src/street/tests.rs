//! Rows are found from one another, however they were put and taken.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn a_row_is_found_from_any_other(ids in prop::collection::vec(0_i64..60, 0..80), gone in prop::collection::vec(0_i64..60, 0..20), near in 0_u32..90) {
        let mut index = Index::new(Vec::new(), Vec::new());
        index.put_shop(NewShop { id: 1, ..NewShop::default() });
        let put = |index: &mut Index, id: i64| {
            let (shop, currency) = (1, Currency::Krw);
            index.put(&NewProduct { id, shop, currency, category: None, created_at: id, price: id, in_stock: true, has_clip: false, points: 0, variants: Vec::new() });
        };
        let (early, late) = ids.split_at(ids.len() / 2);
        early.iter().for_each(|id| put(&mut index, *id));
        gone.iter().for_each(|id| index.take(*id));
        late.iter().for_each(|id| put(&mut index, *id));
        for id in 0..60 {
            prop_assert_eq!(index.row_after(id, near), index.row_of(id), "{}", id);
        }
    }
}
