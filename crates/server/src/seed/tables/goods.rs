//! Products and clips as rows, and the writing of all tables.

use sqlx::AnyConnection;

use super::{NewClip, NewProduct, NewVariant, Tables};
use crate::{
    error::Error,
    product::summary::{Offer, summarise},
};

impl Tables {
    /// A product, shown. One without variants is left away: nobody could buy it.
    pub fn product(&mut self, product: &NewProduct) {
        let offer = |variant: &NewVariant| Offer { price: variant.price, before: variant.before, stock: variant.stock };
        let offers: Vec<Offer> = product.variants.iter().map(offer).collect();
        let Some(summary) = summarise(&offers) else { return };
        let [[name_ko, name_en], [kind_ko, kind_en], [origin_ko, origin_en]] = [&product.name, &product.kind, &product.origin];
        let [description_ko, description_en] = product.description.each_ref().map(|text| text.as_deref().map(paragraphs));
        self.products.add([
            product.id.into(),
            product.shop.into(),
            (&product.slug).into(),
            "shown".into(),
            name_ko.into(),
            name_en.into(),
            (&description_ko).into(),
            (&description_en).into(),
            kind_ko.into(),
            kind_en.into(),
            origin_ko.into(),
            origin_en.into(),
            summary.price.into(),
            summary.before.into(),
            summary.price_varies.into(),
            summary.in_stock.into(),
            "KRW".into(),
            (&product.pictures.first().map(|(picture, _)| picture.clone())).into(),
            product.created_at.into(),
            product.created_at.into(),
        ]);
        for window in &product.windows {
            let (in_stock, created_at) = (summary.in_stock.into(), product.created_at.into());
            self.window_products.add([(*window).into(), product.id.into(), in_stock, created_at, summary.price.into()]);
        }
        if let Some((collection, position)) = product.collection {
            self.collection_products.add([collection.into(), product.id.into(), position.into()]);
        }
        for (position, (picture, [ko, en])) in (0_i64..).zip(&product.pictures) {
            self.product_pictures.add([product.id.into(), position.into(), picture.into(), "kept".into(), ko.into(), en.into()]);
        }
        self.choices(product);
    }

    /// The options with their values, and the variants: one for each combination.
    fn choices(&mut self, product: &NewProduct) {
        for (position, ([ko, en], values)) in (0_i64..).zip(&product.options) {
            let option = self.next_option;
            self.options.add([option.into(), product.id.into(), position.into(), ko.into(), en.into()]);
            self.next_option += 1;
            for (position, [ko, en]) in (0_i64..).zip(values) {
                self.option_values.add([self.next_option.into(), option.into(), position.into(), ko.into(), en.into()]);
                self.next_option += 1;
            }
        }
        let counts: Vec<usize> = product.options.iter().map(|(_, values)| values.len()).collect();
        for (position, variant) in product.variants.iter().enumerate() {
            let mut places = places(&counts, position).into_iter();
            let (value1, value2, value3) = (places.next(), places.next(), places.next());
            self.variants.add([
                variant.id.into(),
                product.id.into(),
                i64::try_from(position).unwrap_or(0).into(),
                value1.into(),
                value2.into(),
                value3.into(),
                (&variant.sku).into(),
                variant.price.into(),
                variant.before.into(),
                variant.stock.into(),
            ]);
        }
    }

    /// A clip with its captions and moments.
    pub fn clip(&mut self, clip: &NewClip) {
        let [[title_ko, title_en], [about_ko, about_en]] = [&clip.title, &clip.about];
        let [video, korean, english] = &clip.files;
        let [width, height] = clip.size;
        self.clips.add([
            clip.id.into(),
            (&clip.slug).into(),
            clip.shop.into(),
            title_ko.into(),
            title_en.into(),
            about_ko.into(),
            about_en.into(),
            "file".into(),
            video.into(),
            clip.seconds.into(),
            width.into(),
            height.into(),
            (&clip.poster).into(),
            clip.created_at.into(),
        ]);
        self.clip_captions.add([clip.id.into(), "ko".into(), korean.into()]);
        self.clip_captions.add([clip.id.into(), "en".into(), english.into()]);
        for (position, (at, product, [ko, en])) in (0_i64..).zip(&clip.moments) {
            self.moments.add([clip.id.into(), position.into(), (*at).into(), (*product).into(), ko.into(), en.into()]);
        }
    }

    /// Writes all rows that wait, what is referred to before what refers.
    ///
    /// # Errors
    /// Where the database cannot.
    pub async fn write(&mut self, tx: &mut AnyConnection) -> Result<(), Error> {
        self.pictures.write(tx).await?;
        self.shops.write(tx).await?;
        self.shop_windows.write(tx).await?;
        self.shop_pictures.write(tx).await?;
        self.collections.write(tx).await?;
        self.products.write(tx).await?;
        self.window_products.write(tx).await?;
        self.collection_products.write(tx).await?;
        self.options.write(tx).await?;
        self.option_values.write(tx).await?;
        self.variants.write(tx).await?;
        self.product_pictures.write(tx).await?;
        self.clips.write(tx).await?;
        self.clip_captions.write(tx).await?;
        self.moments.write(tx).await
    }
}

/// The place of each option's value in combination `index`; the last option changes first.
fn places(counts: &[usize], index: usize) -> Vec<i64> {
    let mut rest = index;
    let mut places: Vec<i64> = Vec::new();
    for count in counts.iter().rev() {
        places.push(i64::try_from(rest % (*count).max(1)).unwrap_or(0));
        rest /= (*count).max(1);
    }
    places.reverse();
    places
}

/// Plain text as paragraphs of HTML; an empty line parts them.
fn paragraphs(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    safe.split("\n\n").map(|paragraph| format!("<p>{}</p>", paragraph.trim().replace('\n', "<br>"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_option_changes_first() {
        let all: Vec<Vec<i64>> = (0..6).map(|index| places(&[2, 3], index)).collect();
        assert_eq!(all, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        assert_eq!(places(&[], 0), Vec::<i64>::new());
    }

    #[test]
    fn plain_text_is_never_markup() {
        assert_eq!(paragraphs("a < b & c\n\nd\ne"), "<p>a &lt; b &amp; c</p><p>d<br>e</p>");
    }
}
