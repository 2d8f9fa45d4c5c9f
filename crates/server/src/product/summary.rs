//! What a list says of a product, computed from its variants.

/// The numbers of one variant: minor units and pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub price: i64,
    pub before: Option<i64>,
    pub stock: i64,
}

/// What a list says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The lowest price; of those in stock where any is.
    pub price: i64,
    /// What that variant cost before, where that was more.
    pub before: Option<i64>,
    /// Whether others cost more.
    pub price_varies: bool,
    pub in_stock: bool,
}

/// The summary of a product's variants; `None` without any.
#[must_use]
pub fn summarise(offers: &[Offer]) -> Option<Summary> {
    let in_stock = offers.iter().any(|offer| offer.stock > 0);
    let counted = || offers.iter().filter(move |offer| !in_stock || offer.stock > 0);
    let cheapest = counted().min_by_key(|offer| offer.price)?;
    Some(Summary {
        price: cheapest.price,
        before: cheapest.before.filter(|before| *before > cheapest.price),
        price_varies: counted().any(|offer| offer.price != cheapest.price),
        in_stock,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_that_nobody_can_pay_is_not_shown() {
        let offer = |price, stock| Offer { price, before: Some(price), stock };
        let summary = summarise(&[offer(10, 0), offer(30, 1), offer(20, 4)]).expect("variants");
        assert_eq!(summary, Summary { price: 20, before: None, price_varies: true, in_stock: true });
        let gone = summarise(&[offer(10, 0), offer(30, 0)]).expect("variants");
        assert!((gone.price, gone.in_stock) == (10, false));
        assert_eq!(summarise(&[]), None);
    }
}
