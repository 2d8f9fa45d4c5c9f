//! Renders the parsed drawings as resvg does, but blurs small: a soft shadow needs few pixels.

use resvg::tiny_skia::{FillRule, FilterQuality, Mask as Cut, Pixmap, PixmapMut, PixmapPaint, Transform};
use resvg::usvg::{self, Group, Node, filter::Kind};

use super::blend;

/// Paints a drawing onto a picture, under a transform from the drawing's units to pixels.
pub(crate) fn tree(tree: &usvg::Tree, transform: Transform, pixmap: &mut Pixmap) {
    nodes(tree.root(), transform, &mut pixmap.as_mut());
}

fn nodes(parent: &Group, transform: Transform, pixmap: &mut PixmapMut<'_>) {
    for node in parent.children() {
        match node {
            Node::Group(group) if has_blur(group) => {
                // What is too unusual for this module is left to resvg.
                if with_blur(group, transform.pre_concat(group.transform()), pixmap).is_none() {
                    plain(node, transform, pixmap);
                }
            }
            _ => plain(node, transform, pixmap),
        }
    }
}

fn plain(node: &Node, transform: Transform, pixmap: &mut PixmapMut<'_>) {
    let Some(bounds) = node.abs_layer_bounding_box() else { return };
    // resvg moves a lone node to the corner of its own box: back again.
    resvg::render_node(node, transform.pre_translate(bounds.x(), bounds.y()), pixmap);
}

fn has_blur(group: &Group) -> bool {
    let inner = |node: &Node| matches!(node, Node::Group(group) if has_blur(group));
    !group.filters().is_empty() || group.children().iter().any(inner)
}

/// A group that is blurred or holds blurred ones; `None` where nothing was painted because resvg must do it.
fn with_blur(group: &Group, transform: Transform, pixmap: &mut PixmapMut<'_>) -> Option<()> {
    if group.mask().is_some() || group.blend_mode() != usvg::BlendMode::Normal {
        return None;
    }
    let cut = match group.clip_path() {
        Some(clip) => Some(cut(clip, transform, pixmap)?),
        None => None,
    };
    let opacity = group.opacity().get();
    if group.filters().is_empty() {
        if cut.is_none() && opacity >= 1.0 {
            nodes(group, transform, pixmap);
            return Some(());
        }
        let mut layer = Pixmap::new(pixmap.width(), pixmap.height())?;
        nodes(group, transform, &mut layer.as_mut());
        let paint = PixmapPaint { opacity, ..PixmapPaint::default() };
        pixmap.draw_pixmap(0, 0, layer.as_ref(), &paint, Transform::identity(), cut.as_ref());
        return Some(());
    }
    blurred(group, transform, pixmap, opacity, cut.as_ref())
}

/// Draws the group small, softens it, lays it on large.
fn blurred(group: &Group, transform: Transform, pixmap: &mut PixmapMut<'_>, opacity: f32, cut: Option<&Cut>) -> Option<()> {
    let [filter] = group.filters() else { return None };
    let [primitive] = filter.primitives() else { return None };
    let Kind::GaussianBlur(blur) = primitive.kind() else { return None };
    let scale = transform.get_scale().0;
    let deviation = blur.std_dev_x().get() * scale;
    let step = (deviation / 3.0).floor().clamp(1.0, 10.0);
    let reach = deviation * 3.0 + 2.0 * step;
    // What lies far outside the picture throws nothing into it.
    let painted = group.bounding_box().transform(transform)?;
    let left = (painted.left() - reach).max(-reach).floor();
    let top = (painted.top() - reach).max(-reach).floor();
    let right = (painted.right() + reach).min(pixmap.width() as f32 + reach);
    let bottom = (painted.bottom() + reach).min(pixmap.height() as f32 + reach);
    if right <= left || bottom <= top {
        return Some(());
    }
    let (width, height) = ((right - left) / step, (bottom - top) / step);
    let mut layer = Pixmap::new(width.ceil() as u32, height.ceil() as u32)?;
    nodes(group, transform.post_translate(-left, -top).post_scale(1.0 / step, 1.0 / step), &mut layer.as_mut());
    blend::gauss(&mut layer, deviation / step);
    let paint = PixmapPaint { opacity, quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    let place = Transform::from_scale(step, step).post_translate(left, top);
    pixmap.draw_pixmap(0, 0, layer.as_ref(), &paint, place, cut);
    Some(())
}

/// What a clip path leaves, in the picture's pixels; `None` for one that is not made of plain paths.
fn cut(clip: &usvg::ClipPath, transform: Transform, pixmap: &PixmapMut<'_>) -> Option<Cut> {
    if clip.clip_path().is_some() {
        return None;
    }
    let mut mask = Cut::new(pixmap.width(), pixmap.height())?;
    let transform = transform.pre_concat(clip.transform()).pre_concat(clip.root().transform());
    fill(clip.root(), transform, &mut mask).then_some(mask)
}

fn fill(group: &Group, transform: Transform, mask: &mut Cut) -> bool {
    group.children().iter().all(|node| match node {
        Node::Path(path) => {
            let rule = match path.fill().map(|fill| fill.rule()) {
                Some(usvg::FillRule::EvenOdd) => FillRule::EvenOdd,
                _ => FillRule::Winding,
            };
            mask.fill_path(path.data(), rule, true, transform);
            true
        }
        Node::Group(inner) if inner.clip_path().is_none() => fill(inner, transform.pre_concat(inner.transform()), mask),
        _ => false,
    })
}
