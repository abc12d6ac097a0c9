//! probe
#![allow(warnings, clippy::all)]
use yeogwon::document::portrait::specimen_face::*;
use yeogwon::document::portrait::*;
use yeogwon::domain::Sex;
fn main() {
    let n: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut sheet = image::RgbImage::new(413 * 4, 531 * 2);
    let mut k = 0;
    for s in n..n + 8 {
        let (sex, age) = [
            (Sex::Male, 34),
            (Sex::Female, 28),
            (Sex::Male, 66),
            (Sex::Female, 45),
            (Sex::Male, 9),
            (Sex::Female, 70),
            (Sex::Male, 22),
            (Sex::Female, 12),
        ][(s - n) as usize];
        let t = std::time::Instant::now();
        let p = specimen_photo(&SpecimenPerson { seed: s, sex, age }).unwrap();
        let t1 = t.elapsed();
        let t = std::time::Instant::now();
        if s == n {
            std::fs::write("/tmp/picture-probe/photo.jpg", &p).unwrap();
        }
        let o = Portrait::from_photo(&p, &PortraitOptions::default()).unwrap();
        println!(
            "{s} draw {t1:?} portrait {:?} bytes {} warnings {:?} {:?}",
            t.elapsed(),
            o.portrait.bytes().len(),
            o.warnings,
            o.measurements
        );
        image::imageops::replace(
            &mut sheet,
            o.portrait.pixels(),
            (k % 4) * 413,
            (k / 4) * 531,
        );
        k += 1;
    }
    sheet.save("/tmp/picture-probe/sheet.png").unwrap();
}
