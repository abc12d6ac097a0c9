//! Small pieces of SVG.

use super::font::Typeface;

/// Text for SVG: markup characters replaced.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// One line of text with its baseline at `y`.
pub(super) fn text(
    typeface: Typeface,
    size: f64,
    fill: &str,
    (x, y): (f64, f64),
    content: &str,
) -> String {
    format!(
        r#"<text {} font-size="{size:.3}" fill="{fill}" x="{x:.3}" y="{y:.3}" xml:space="preserve">{}</text>"#,
        typeface.attributes(),
        escape(content)
    )
}
