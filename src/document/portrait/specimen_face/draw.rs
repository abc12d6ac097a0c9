//! The drawing itself: layers from the wall to the glasses.
//!
//! Units: crown to chin is 300, the origin is the middle of the head, y grows downwards.

use super::look::{Clothes, HairStyle, Look, SpecimenPerson};

pub(super) const PHOTO_WIDTH: u32 = 1200;
pub(super) const PHOTO_HEIGHT: u32 = 1600;

/// The whole photo as SVG.
pub(super) fn photo(person: &SpecimenPerson) -> String {
    let look = &Look::of(person);
    let layers = [
        wall(look),
        "<g transform=\"translate(600 700) scale(2.05)\">".to_owned(),
        hair_behind(look),
        neck(look),
        clothes(look),
        ears(look),
        face(look),
        cheeks(look),
        nose(look),
        mouth(look),
        eye(look, -1.0),
        eye(look, 1.0),
        lines(look),
        hair_in_front(look),
        glasses(look),
        "</g>".to_owned(),
    ];
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{PHOTO_WIDTH}\" height=\"{PHOTO_HEIGHT}\">{}{}</svg>",
        definitions(look),
        layers.concat()
    )
}

/// Gradients and blurs that the layers share.
fn definitions(look: &Look) -> String {
    let (skin, hair) = (look.skin, look.hair);
    format!(
        r##"<defs>
<radialGradient id="wall" cx="0.42" cy="0.36" r="0.85"><stop offset="0" stop-color="{wall}"/><stop offset="1" stop-color="{wall}" stop-opacity="0.86"/></radialGradient>
<radialGradient id="skin" gradientUnits="userSpaceOnUse" cx="-24" cy="-30" r="190"><stop offset="0" stop-color="{sl}"/><stop offset="0.55" stop-color="{sm}"/><stop offset="1" stop-color="{sd}"/></radialGradient>
<linearGradient id="side" x1="0" x2="1" y1="0" y2="0"><stop offset="0" stop-color="{sd}" stop-opacity="0.42"/><stop offset="0.24" stop-color="{sd}" stop-opacity="0"/><stop offset="0.7" stop-color="{sd}" stop-opacity="0"/><stop offset="1" stop-color="{sd}" stop-opacity="0.72"/></linearGradient>
<linearGradient id="neck" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="{sd}"/><stop offset="0.55" stop-color="{sm}"/><stop offset="1" stop-color="{sm}"/></linearGradient>
<linearGradient id="hair" x1="0.1" x2="0.9" y1="0" y2="1"><stop offset="0" stop-color="{hl}"/><stop offset="0.4" stop-color="{hm}"/><stop offset="1" stop-color="{hd}"/></linearGradient>
<linearGradient id="cloth" x1="0" x2="1" y1="0" y2="1"><stop offset="0" stop-color="{cloth}" stop-opacity="0.88"/><stop offset="0.6" stop-color="{cloth}"/></linearGradient>
<radialGradient id="blush"><stop offset="0" stop-color="#d9785e" stop-opacity="0.28"/><stop offset="1" stop-color="#d9785e" stop-opacity="0"/></radialGradient>
<radialGradient id="shine"><stop offset="0" stop-color="#fff" stop-opacity="0.4"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
<radialGradient id="hollow"><stop offset="0" stop-color="{sd}" stop-opacity="0.62"/><stop offset="1" stop-color="{sd}" stop-opacity="0"/></radialGradient>
<radialGradient id="iris"><stop offset="0" stop-color="{iris}"/><stop offset="0.72" stop-color="{iris}"/><stop offset="1" stop-color="#120b08"/></radialGradient>
<linearGradient id="lip" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="{lips}"/><stop offset="0.5" stop-color="{lips}"/><stop offset="1" stop-color="{lips}" stop-opacity="0.62"/></linearGradient>
<filter id="soft2" x="-40%" y="-40%" width="180%" height="180%"><feGaussianBlur stdDeviation="0.6"/></filter>
<filter id="soft5" x="-40%" y="-40%" width="180%" height="180%"><feGaussianBlur stdDeviation="4"/></filter>
<clipPath id="inface"><path d="{outline}"/></clipPath>
</defs>"##,
        wall = look.wall,
        sl = skin.light,
        sm = skin.middle,
        sd = skin.dark,
        hl = hair.light,
        hm = hair.middle,
        hd = hair.dark,
        cloth = look.cloth,
        iris = look.iris,
        lips = look.lips,
        outline = face_outline(look),
    )
}

fn wall(_: &Look) -> String {
    format!(
        r##"<rect width="{PHOTO_WIDTH}" height="{PHOTO_HEIGHT}" fill="#c9cfd6"/><rect width="{PHOTO_WIDTH}" height="{PHOTO_HEIGHT}" fill="url(#wall)"/>"##
    )
}

/// The outline of the face from temple to chin and back.
fn face_outline(look: &Look) -> String {
    let (cheek, jaw) = (look.cheek, look.jaw);
    format!(
        "M0 -150 C{a} -150 {c} -92 {c} -12 C{c} 44 {d} 84 {j} 112 C{e} 134 {f} 150 0 150 \
         C-{f} 150 -{e} 134 -{j} 112 C-{d} 84 -{c} 44 -{c} -12 C-{c} -92 -{a} -150 0 -150Z",
        a = cheek * 0.64,
        c = cheek,
        d = cheek * 0.95,
        j = jaw,
        // The chin starts in the direction in which the cheek ends, or the jaw would show a corner.
        e = jaw - 0.8 * (cheek * 0.95 - jaw),
        f = jaw * 0.46,
    )
}

fn face(look: &Look) -> String {
    let outline = face_outline(look);
    format!(
        r##"<path d="{outline}" fill="url(#skin)"/><path d="{outline}" fill="url(#side)"/>
<ellipse cx="-18" cy="-88" rx="52" ry="30" fill="url(#shine)"/>"##
    )
}

fn neck(look: &Look) -> String {
    let half = look.jaw * 0.8;
    format!(
        r##"<clipPath id="inneck"><path d="M-{half} 70 L-{half} 180 L-{base} 240 L{base} 240 L{half} 180 L{half} 70Z"/></clipPath><g clip-path="url(#inneck)"><rect x="-120" y="70" width="240" height="170" fill="url(#neck)"/><rect x="-120" y="70" width="240" height="170" fill="url(#side)" transform="translate(0 0) scale({narrow} 1)"/>
<ellipse cx="6" cy="142" rx="{half}" ry="34" fill="{dark}" opacity="0.5" filter="url(#soft5)"/></g>"##,
        base = half + 10.0,
        narrow = (half + 10.0) / 120.0,
        dark = look.skin.dark,
    )
}

fn clothes(look: &Look) -> String {
    let s = look.shoulder;
    let body = format!(
        "M-{s} 470 C-{s} 300 -{a} 252 -96 222 L-62 196 C-30 236 30 236 62 196 L96 222 C{a} 252 {s} 300 {s} 470Z",
        a = s * 0.86
    );
    let torso = format!(
        r##"<path d="{body}" fill="{cloth}"/><path d="{body}" fill="url(#cloth)"/>"##,
        cloth = "#dfe2e6"
    );
    match look.clothes {
        Clothes::Suit => format!(
            r##"<path d="M-84 190 L-64 176 L0 250 L64 176 L84 190 L60 470 L-60 470Z" fill="#f6f7f9"/>
<path d="M-66 178 L-84 196 L-40 262 L0 236Z" fill="#ffffff"/><path d="M66 178 L84 196 L40 262 L0 236Z" fill="#e9ebef"/>
<path d="M-15 240 L15 240 L11 266 L26 470 L-26 470 L-11 266Z" fill="{tie}"/><path d="M-15 240 L15 240 L11 266 L-11 266Z" fill="#000" opacity="0.18"/>
<path d="M-{s} 470 C-{s} 300 -{a} 256 -92 204 L-70 252 L-20 470Z" fill="{cloth}"/><path d="M{s} 470 C{s} 300 {a} 256 92 204 L70 252 L20 470Z" fill="{cloth}"/>
<path d="M-92 204 L-110 262 L-82 276 L-98 290 L-20 470 L-70 252Z" fill="#fff" opacity="0.07"/><path d="M92 204 L110 262 L82 276 L98 290 L20 470 L70 252Z" fill="#000" opacity="0.16"/>"##,
            tie = look.tie,
            cloth = look.cloth,
            a = s * 0.86,
        ),
        Clothes::JacketRoundNeck => format!(
            r##"{torso}<path d="M-{s} 470 C-{s} 300 -{a} 256 -98 216 C-92 270 -60 330 -34 470Z" fill="{cloth}"/><path d="M{s} 470 C{s} 300 {a} 256 98 216 C92 270 60 330 34 470Z" fill="{cloth}"/>
<path d="M-98 216 C-92 270 -60 330 -34 470 L-52 470 C-80 370 -116 310 -118 236Z" fill="#fff" opacity="0.08"/><path d="M98 216 C92 270 60 330 34 470 L52 470 C80 370 116 310 118 236Z" fill="#000" opacity="0.18"/>"##,
            cloth = look.cloth,
            a = s * 0.86,
        ),
        Clothes::Knit => format!(
            r##"<path d="{body}" fill="{cloth}"/><path d="M-96 222 L-62 196 C-30 236 30 236 62 196 L96 222 C52 270 -52 270 -96 222Z" fill="#fff" opacity="0.10"/>
<path d="M-62 196 C-30 236 30 236 62 196" fill="none" stroke="#000" stroke-opacity="0.3" stroke-width="3"/>"##,
            cloth = look.cloth,
        ),
    }
}

fn ears(look: &Look) -> String {
    let x = look.cheek - 1.0;
    let (middle, dark) = (look.skin.middle, look.skin.dark);
    let ear = |side: f64| {
        format!(
            r##"<g transform="translate({tx} 14) scale({side} 1)"><path d="M-6 -30 C10 -42 20 -26 17 -4 C15 14 8 34 -4 36Z" fill="{middle}"/><path d="M1 -22 C9 -26 12 -14 9 0 C7 10 4 18 0 22" fill="none" stroke="{dark}" stroke-width="3.4" opacity="0.7"/></g>"##,
            tx = side * x,
        )
    };
    if hair_covers_ears(look) {
        String::new()
    } else {
        ear(-1.0) + &ear(1.0)
    }
}

fn hair_covers_ears(look: &Look) -> bool {
    matches!(look.hair_style, HairStyle::Bob | HairStyle::Long)
}

fn cheeks(look: &Look) -> String {
    format!(
        r##"<g clip-path="url(#inface)"><ellipse cx="-{x}" cy="48" rx="38" ry="30" fill="url(#blush)"/><ellipse cx="{x}" cy="48" rx="38" ry="30" fill="url(#blush)"/>
<ellipse cx="0" cy="122" rx="30" ry="12" fill="url(#hollow)" opacity="0.45"/><ellipse cx="-4" cy="134" rx="18" ry="9" fill="url(#shine)" opacity="0.6"/>
<ellipse cx="0" cy="158" rx="{w}" ry="20" fill="{dark}" opacity="0.3" filter="url(#soft5)"/></g>"##,
        x = look.cheek * 0.56,
        w = look.jaw,
        dark = look.skin.dark,
    )
}

/// One eye with its socket, brow and lid; `side` is -1 for the left of the picture and 1 for the right.
fn eye(look: &Look, side: f64) -> String {
    let (w, h) = (look.eye, look.eye_open);
    let almond = format!(
        "M-{w} 2 C-{a} -{b} {c} -{d} {w} -1 C{a} {e} -{c} {f} -{w} 2Z",
        a = w * 0.45,
        b = h * 1.25,
        c = w * 0.4,
        d = h * 1.3,
        e = h * 0.95,
        f = h * 1.05,
    );
    let lid = format!(
        "M-{w} 2 C-{a} -{b} {c} -{d} {o} -2",
        a = w * 0.45,
        b = h * 1.25,
        c = w * 0.4,
        d = h * 1.3,
        o = w + 2.0
    );
    let clip = if side < 0.0 { "eyeleft" } else { "eyeright" };
    format!(
        r##"<g transform="translate({x} {y}) scale({side} 1)">
<ellipse cx="-3" cy="-7" rx="{sw}" ry="19" fill="url(#hollow)" opacity="0.85"/><ellipse cx="0" cy="11" rx="{bw}" ry="8" fill="url(#hollow)" opacity="0.5"/>
<clipPath id="{clip}"><path d="{almond}"/></clipPath><path d="{almond}" fill="#f6f1ee"/>
<g clip-path="url(#{clip})"><circle cx="0" cy="-0.6" r="{iris}" fill="url(#iris)"/><circle cx="0" cy="-0.6" r="{pupil}" fill="#070505"/><ellipse cx="0" cy="-{h}" rx="{w}" ry="5" fill="#2a1a14" opacity="0.45"/></g>
<circle cx="{glint}" cy="-3.6" r="2" fill="#fff" opacity="0.95"/>
<path d="{almond}" fill="none" stroke="#5b3a2c" stroke-opacity="0.55" stroke-width="1"/>
<path d="{lid}" fill="none" stroke="#1d1310" stroke-width="2.9" stroke-linecap="round"/>
<path d="M-{cw} -6 C-8 -{crease} 10 -{crease} {cw} -9" fill="none" stroke="{dark}" stroke-width="1.6" opacity="0.75"/>
<path d="M-{b0} {by0} C-10 {by1} 12 {by2} {b1} {by3} C12 {by4} -8 {by5} -{b0} {by6}Z" fill="{hair}" opacity="0.88" filter="url(#soft2)"/>
</g>"##,
        x = side * look.eye_x,
        y = look.eye_y,
        sw = w * 1.55,
        bw = w * 1.2,
        iris = h * 1.06,
        pupil = h * 0.5,
        glint = -3.2 * side,
        cw = w * 0.96,
        crease = h * 1.25 + 4.5,
        dark = look.skin.dark,
        hair = look.hair.dark,
        b0 = w * 1.05,
        b1 = w * 1.32,
        by0 = -23.0 + look.brow_tilt,
        by1 = -30.0,
        by2 = -32.0 - look.brow_tilt,
        by3 = -23.0 - look.brow_tilt,
        by4 = -31.0 - look.brow_tilt + look.brow_weight,
        by5 = -29.0 + look.brow_weight,
        by6 = -23.0 + look.brow_tilt + look.brow_weight,
    )
}

fn nose(look: &Look) -> String {
    let (y, w) = (look.nose_y, look.nose);
    let dark = look.skin.dark;
    format!(
        r##"<path d="M10 {top} C14 {mid} {w} {low} {w} {wing}" fill="none" stroke="{dark}" stroke-width="9" opacity="0.34" filter="url(#soft5)"/>
<path d="M-12 {top} C-10 {mid} -16 {low} -{w} {wing}" fill="none" stroke="{dark}" stroke-width="6" opacity="0.2" filter="url(#soft5)"/>
<ellipse cx="-2" cy="{ridge}" rx="6" ry="30" fill="url(#shine)"/><ellipse cx="-3" cy="{tip}" rx="12" ry="9" fill="url(#shine)"/>
<ellipse cx="2" cy="{base}" rx="{bw}" ry="7" fill="url(#hollow)"/>
<path d="M-{n0} {y} C-{n1} {ny} -{n2} {ny} -6 {ny2}" fill="none" stroke="{dark}" stroke-width="3" stroke-linecap="round" opacity="0.8"/><path d="M{n0} {y} C{n1} {ny} {n2} {ny} 6 {ny2}" fill="none" stroke="{dark}" stroke-width="3" stroke-linecap="round" opacity="0.9"/>
<ellipse cx="-{nx}" cy="{ny}" rx="4.6" ry="2.5" fill="{nostril}" opacity="0.8" filter="url(#soft2)"/><ellipse cx="{nx}" cy="{ny}" rx="4.6" ry="2.5" fill="{nostril}" opacity="0.85" filter="url(#soft2)"/>
<path d="M-{w} {wing} C-{ww} {wlow} -{ww} {y} -{n0} {y}" fill="none" stroke="{dark}" stroke-width="2.2" opacity="0.5"/><path d="M{w} {wing} C{ww} {wlow} {ww} {y} {n0} {y}" fill="none" stroke="{dark}" stroke-width="2.4" opacity="0.65"/>"##,
        top = look.eye_y + 4.0,
        mid = look.eye_y + 24.0,
        low = y - 22.0,
        wing = y - 12.0,
        wlow = y - 6.0,
        ww = w * 1.14,
        ridge = (look.eye_y + y) / 2.0 - 6.0,
        tip = y - 10.0,
        base = y + 7.0,
        bw = w * 1.05,
        n0 = w * 0.82,
        n1 = w * 0.6,
        n2 = w * 0.34,
        nx = w * 0.48,
        ny = y - 0.5,
        ny2 = y + 3.0,
        nostril = "#3c2018",
    )
}

fn mouth(look: &Look) -> String {
    let (y, w, up) = (look.mouth_y, look.mouth, look.smile);
    format!(
        r##"<path d="M-{w} {corner} C-{a} {t1} -{b} {t0} 0 {t2} C{b} {t0} {a} {t1} {w} {corner} C{a} {m} -{a} {m} -{w} {corner}Z" fill="{lips}" opacity="0.92"/>
<path d="M-{w} {corner} C-{a} {m} {a} {m} {w} {corner} C{a} {l} -{a} {l} -{w} {corner}Z" fill="url(#lip)"/>
<ellipse cx="-3" cy="{gloss}" rx="{gw}" ry="3.6" fill="url(#shine)"/>
<path d="M-{w} {corner} C-{a} {m} {a} {m} {w} {corner}" fill="none" stroke="#5e2a26" stroke-width="2" stroke-linecap="round" opacity="0.85"/>
<circle cx="-{w}" cy="{corner}" r="3" fill="url(#hollow)"/><circle cx="{w}" cy="{corner}" r="3" fill="url(#hollow)"/>
<ellipse cx="0" cy="{below}" rx="{bw}" ry="6" fill="url(#hollow)" opacity="0.7"/><ellipse cx="0" cy="{philtrum}" rx="5" ry="9" fill="url(#hollow)" opacity="0.4"/>"##,
        corner = y - up,
        a = w * 0.55,
        b = w * 0.2,
        t0 = y - 9.5,
        t1 = y - 6.0,
        t2 = y - 6.5,
        m = y + up * 0.6 + 0.5,
        l = y + 13.0 + up * 0.4,
        gloss = y + 6.0,
        gw = w * 0.42,
        below = y + 15.0,
        bw = w * 0.7,
        philtrum = y - 16.0,
        lips = look.lips,
    )
}

/// Folds beside the mouth and under the eyes.
fn lines(look: &Look) -> String {
    let strength = 0.12 + 0.45 * look.lines;
    let mut svg = String::new();
    for side in [-1.0, 1.0] {
        svg += &format!(
            r##"<g transform="scale({side} 1)" fill="none" stroke="{dark}" stroke-linecap="round" filter="url(#soft2)"><path d="M{n} {ny} C{a} {b} {c} {d} {c} {e}" stroke-width="2.4" opacity="{strength}"/><path d="M{u0} {uy} C{u1} {uy2} {u2} {uy2} {u3} {uy}" stroke-width="1.8" opacity="{strength}"/></g>"##,
            dark = look.skin.dark,
            n = look.nose * 1.2,
            ny = look.nose_y - 8.0,
            a = look.nose * 1.6,
            b = look.nose_y + 6.0,
            c = look.mouth + 9.0,
            d = look.mouth_y - 14.0,
            e = look.mouth_y - 2.0,
            u0 = look.eye_x - look.eye * 0.8,
            u1 = look.eye_x - 8.0,
            u2 = look.eye_x + 8.0,
            u3 = look.eye_x + look.eye * 0.9,
            uy = look.eye_y + 13.0,
            uy2 = look.eye_y + 19.0,
        );
    }
    if look.lines > 0.35 {
        for (y, width) in [(-78.0, 42.0), (-64.0, 48.0)] {
            svg += &format!(
                r##"<path d="M-{width} {y} C-20 {up} 20 {up} {width} {y}" fill="none" stroke="{dark}" stroke-width="1.8" opacity="{o}" filter="url(#soft2)"/>"##,
                up = y - 5.0,
                dark = look.skin.dark,
                o = look.lines * 0.5,
            );
        }
    }
    svg
}

fn hair_behind(look: &Look) -> String {
    let c = look.cheek;
    let path = match look.hair_style {
        HairStyle::Long => format!(
            "M0 -170 C{a} -170 {b} -120 {b} -20 C{b} 90 {w} 190 {w} 268 C60 300 -60 300 -{w} 268 C-{w} 190 -{b} 90 -{b} -20 C-{b} -120 -{a} -170 0 -170Z",
            a = c * 0.8,
            b = c + 22.0,
            w = c + 34.0,
        ),
        HairStyle::Bob => format!(
            "M0 -170 C{a} -170 {b} -120 {b} -20 C{b} 50 {w} 96 {w} 142 C60 170 -60 170 -{w} 142 C-{w} 96 -{b} 50 -{b} -20 C-{b} -120 -{a} -170 0 -170Z",
            a = c * 0.8,
            b = c + 20.0,
            w = c + 20.0,
        ),
        HairStyle::TiedBack => format!(
            "M0 -170 C{a} -170 {b} -120 {b} -10 C{b} 20 {d} 40 {d} 50 L-{d} 50 C-{d} 40 -{b} 20 -{b} -10 C-{b} -120 -{a} -170 0 -170Z",
            a = c * 0.76,
            b = c + 9.0,
            d = c - 4.0,
        ),
        HairStyle::SidePart | HairStyle::Fringe | HairStyle::SweptUp => format!(
            "M0 -168 C{a} -168 {b} -120 {b} -22 C{b} -6 {d} 6 {d} 14 L-{d} 14 C-{d} 6 -{b} -6 -{b} -22 C-{b} -120 -{a} -168 0 -168Z",
            a = c * 0.76,
            b = c + 8.0,
            d = c - 2.0,
        ),
    };
    format!(r##"<path d="{path}" fill="{}"/>"##, look.hair.dark)
}

fn hair_in_front(look: &Look) -> String {
    let c = look.cheek;
    let (out, rim) = (c + 10.0, c - 4.0);
    let path = match look.hair_style {
        HairStyle::SidePart => format!(
            "M-{out} -8 C-{o2} -120 -80 -173 6 -172 C86 -170 {o2} -118 {out} -8 C{rim} -34 {i} -70 70 -92 C30 -84 -10 -96 -34 -126 C-46 -92 -82 -76 -{rim} -30 C-{rim} -22 -{i2} -12 -{out} -8Z",
            o2 = c + 14.0,
            i = c - 10.0,
            i2 = c,
        ),
        HairStyle::Fringe => format!(
            "M-{out} -4 C-{o2} -122 -78 -172 0 -172 C78 -172 {o2} -122 {out} -4 C{rim} -28 {i} -52 {i2} -66 C64 -56 46 -78 22 -62 C4 -76 -20 -58 -42 -66 C-60 -58 -76 -70 -{i2} -60 C-{i} -46 -{rim} -26 -{out} -4Z",
            o2 = c + 14.0,
            i = c - 6.0,
            i2 = c - 14.0,
        ),
        HairStyle::SweptUp => format!(
            "M-{out} -10 C-{o2} -112 -90 -170 -16 -175 C70 -173 {o2} -128 {out} -10 C{rim} -40 {i} -78 {i2} -100 C54 -118 -40 -122 -{i2} -98 C-{i} -76 -{rim} -40 -{out} -10Z",
            o2 = c + 12.0,
            i = c - 6.0,
            i2 = c - 28.0,
        ),
        HairStyle::Bob => format!(
            "M-{o3} 136 C-{o2} 60 -{o4} -60 -{o2} -96 C-84 -166 -40 -173 0 -173 C40 -173 84 -166 {o2} -96 C{o4} -60 {o2} 60 {o3} 136 C{i} 140 {i2} 100 {i2} 30 C{i2} -20 {i3} -50 74 -68 C40 -56 -30 -58 -74 -68 C-{i3} -50 -{i2} -20 -{i2} 30 C-{i2} 100 -{i} 140 -{o3} 136Z",
            o2 = c + 12.0,
            o3 = c + 16.0,
            o4 = c + 24.0,
            i = c - 2.0,
            i2 = c - 9.0,
            i3 = c - 12.0,
        ),
        HairStyle::Long => format!(
            "M-{o3} 240 C-{o4} 120 -{o4} -40 -{o2} -96 C-84 -166 -40 -174 4 -174 C46 -174 84 -166 {o2} -96 C{o4} -40 {o4} 120 {o3} 240 C{i0} 200 {i} 110 {i2} 40 C{i2} -30 {i3} -88 20 -138 C-30 -88 -{i2} -50 -{i2} 40 C-{i} 110 -{i0} 200 -{o3} 240Z",
            o2 = c + 12.0,
            o3 = c + 26.0,
            o4 = c + 26.0,
            i0 = c + 2.0,
            i = c - 2.0,
            i2 = c - 7.0,
            i3 = c - 22.0,
        ),
        HairStyle::TiedBack => format!(
            "M-{out} 0 C-{o2} -116 -78 -170 0 -170 C78 -170 {o2} -116 {out} 0 C{rim} -40 {i} -74 40 -106 C20 -116 -14 -116 -36 -106 C-{i} -84 -{rim} -40 -{out} 0Z",
            o2 = c + 12.0,
            i = c - 18.0,
        ),
    };
    format!(
        r##"<g filter="url(#soft2)"><path d="{path}" fill="#000" opacity="0.16" transform="translate(2 5)"/><path d="{path}" fill="url(#hair)"/></g>
<path d="M-{s0} -96 C-70 -150 -20 -166 40 -160" fill="none" stroke="{light}" stroke-width="14" stroke-linecap="round" opacity="0.28" filter="url(#soft5)"/>
<g fill="none" stroke="{dark}" stroke-width="1.6" opacity="0.26" transform="translate(0 13)"><path d="M-30 -174 C-70 -160 -96 -120 -{s1} -60"/><path d="M-6 -170 C-50 -168 -84 -130 -{s2} -84"/><path d="M30 -174 C70 -160 96 -120 {s1} -60"/><path d="M10 -170 C52 -168 84 -130 {s2} -84"/></g>"##,
        s0 = c * 0.86,
        s1 = c + 3.0,
        s2 = c - 10.0,
        light = look.hair.light,
        dark = look.hair.dark,
    )
}

fn glasses(look: &Look) -> String {
    if !look.glasses {
        return String::new();
    }
    let (x, y) = (look.eye_x, look.eye_y + 3.0);
    format!(
        r##"<g fill="#fff" fill-opacity="0.06" stroke="#33302f" stroke-width="3.2" stroke-linejoin="round"><rect x="-{l}" y="{t}" width="{w}" height="44" rx="17"/><rect x="{r}" y="{t}" width="{w}" height="44" rx="17"/><path d="M-{r} {b} C-6 {b2} 6 {b2} {r} {b}" fill="none"/><path d="M-{l} {b} L-{e} {b3} M{l} {b} L{e} {b3}" fill="none"/></g>"##,
        l = x + 31.0,
        r = x - 31.0,
        w = 62.0,
        t = y - 21.0,
        b = y - 5.0,
        b2 = y - 11.0,
        b3 = y - 9.0,
        // Hair over the ears also lies over the arms.
        e = look.cheek + if hair_covers_ears(look) { -9.0 } else { 3.0 },
    )
}
