//! probe
#![allow(warnings, clippy::all)]
use yeogwon::document::portrait::specimen_face::*;
use yeogwon::document::portrait::*;
use yeogwon::domain::Sex;
fn main() {
    let person = SpecimenPerson {
        seed: 1,
        sex: Sex::Male,
        age: 34,
    };
    specimen_pixels(&person)
        .unwrap()
        .save("/tmp/picture-probe/a.png")
        .unwrap();
    let p = specimen_photo(&person).unwrap();
    std::fs::write("/tmp/picture-probe/a.jpg", &p).unwrap();
    image::load_from_memory(&p)
        .unwrap()
        .save("/tmp/picture-probe/b.png")
        .unwrap();
    let o = Portrait::from_photo(&p, &PortraitOptions::default()).unwrap();
    std::fs::write("/tmp/picture-probe/c.jpg", o.portrait.bytes()).unwrap();
    o.portrait
        .pixels()
        .save("/tmp/picture-probe/c.png")
        .unwrap();
}
