//! `cargo xtask icons`: makes every size of the app's icon out of the drawings in `icons/`. The results are
//! committed, so that a build needs none of this; it runs again when a drawing changes.

use std::fs;
use std::io::{self, Cursor};
use std::path::Path;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::error::{Error, Result};
use crate::{paths, progress};

/// The sizes that stand as PNG beside the drawings, and the names Tauri's bundler knows them by.
const PNG: &[(u32, &str)] = &[
    (16, "16x16.png"),
    (24, "24x24.png"),
    (32, "32x32.png"),
    (48, "48x48.png"),
    (64, "64x64.png"),
    (128, "128x128.png"),
    (256, "128x128@2x.png"),
    (512, "icon.png"),
];
/// The sizes in Windows' container.
const ICO: &[u32] = &[16, 24, 32, 48, 64, 256];
/// The sizes in macOS' container.
const ICNS: &[u32] = &[16, 32, 64, 128, 256, 512, 1024];
/// The states of the tray; their drawings are in `icons/tray`.
const TRAY: &[&str] = &["attention", "local", "offline", "paused", "sign-in", "synced", "syncing"];
/// The tray's icons of each state: what is added to its name, the size, the ink, and the colour of what needs attention.
/// Those on a dark and on a light panel are halved well where a panel has 16 pixels; of the template macOS takes the
/// shape only.
const PANELS: &[(&str, u32, &str, &str)] = &[
    ("dark", 32, "#f2f4f7", ATTENTION),
    ("light", 32, "#2b323b", "#c8402a"),
    ("template", 44, "#000000", "#000000"),
];
/// What needs attention in the drawings.
const ATTENTION: &str = "#f0674a";
/// How much of its square an icon fills on macOS, where all of them keep the same margin.
const MACOS_FILL: f32 = 0.86;

/// The drawings: the small ones keep their edges on whole pixels.
struct Drawings {
    small: Tree,
    medium: Tree,
    large: Tree,
}

/// Makes all icons anew.
pub(crate) fn run() -> Result {
    let folder = paths::root().join("icons");
    let drawings = Drawings {
        small: drawing(&folder.join("icon-16.svg"))?,
        medium: drawing(&folder.join("icon-32.svg"))?,
        large: drawing(&folder.join("icon.svg"))?,
    };
    for &(size, name) in PNG {
        save(&folder.join(name), || png(&drawings.render(size, 1.0)?))?;
    }
    save(&folder.join("icon.ico"), || ico(&drawings))?;
    save(&folder.join("icon.icns"), || icns(&drawings))?;
    let of_tray = tray(&folder.join("tray"))?;
    progress::say(&format!("made {} icons in {}", PNG.len() + 2 + of_tray, folder.display()));
    Ok(())
}

/// Makes the icons of the tray out of the drawings in `folder`; answers how many.
fn tray(folder: &Path) -> Result<usize> {
    for state in TRAY {
        let path = folder.join(state).with_extension("svg");
        let source = fs::read_to_string(&path).map_err(Error::file(&path))?;
        for (panel, size, ink, attention) in PANELS {
            let inked = source.replace("currentColor", ink).replace(ATTENTION, attention);
            let tree = tree(&path, inked.as_bytes())?;
            save(&folder.join(format!("{state}-{panel}.png")), || png(&render(&tree, *size, 1.0)?))?;
        }
    }
    Ok(TRAY.len() * PANELS.len())
}

impl Drawings {
    fn of(&self, size: u32) -> &Tree {
        match size {
            ..=20 => &self.small,
            21..=40 => &self.medium,
            _ => &self.large,
        }
    }

    /// The icon as a square of `size` pixels, filling that part of it.
    fn render(&self, size: u32, fill: f32) -> io::Result<Pixmap> {
        render(self.of(size), size, fill)
    }
}

/// A drawing as a square of `size` pixels, filling that part of it.
fn render(tree: &Tree, size: u32, fill: f32) -> io::Result<Pixmap> {
    let mut pixmap = Pixmap::new(size, size).ok_or_else(|| io::Error::other("no pixels"))?;
    // Sizes are small whole numbers, exact as f32.
    #[expect(clippy::cast_precision_loss, reason = "a size is at most 1024")]
    let size = size as f32;
    let scale = size * fill / tree.size().width();
    let margin = size * (1.0 - fill) / 2.0;
    resvg::render(tree, Transform::from_row(scale, 0.0, 0.0, scale, margin, margin), &mut pixmap.as_mut());
    Ok(pixmap)
}

fn drawing(path: &Path) -> Result<Tree> {
    tree(path, &fs::read(path).map_err(Error::file(path))?)
}

/// The drawing `svg`, which is that of the file at `path`.
fn tree(path: &Path, svg: &[u8]) -> Result<Tree> {
    Tree::from_data(svg, &Options::default()).map_err(|error| Error::file(path)(io::Error::other(error)))
}

fn png(pixmap: &Pixmap) -> io::Result<Vec<u8>> {
    pixmap.encode_png().map_err(io::Error::other)
}

fn ico(drawings: &Drawings) -> io::Result<Vec<u8>> {
    let mut icons = ico::IconDir::new(ico::ResourceType::Icon);
    for &size in ICO {
        let pixels = drawings.render(size, 1.0)?.take_demultiplied();
        icons.add_entry(ico::IconDirEntry::encode(&ico::IconImage::from_rgba_data(size, size, pixels))?);
    }
    let mut file = Cursor::new(Vec::new());
    icons.write(&mut file)?;
    Ok(file.into_inner())
}

fn icns(drawings: &Drawings) -> io::Result<Vec<u8>> {
    let mut icons = icns::IconFamily::new();
    for &size in ICNS {
        let pixels = drawings.render(size, MACOS_FILL)?.take_demultiplied();
        icons.add_icon(&icns::Image::from_data(icns::PixelFormat::RGBA, size, size, pixels)?)?;
    }
    let mut file = Cursor::new(Vec::new());
    icons.write(&mut file)?;
    Ok(file.into_inner())
}

fn save(path: &Path, make: impl FnOnce() -> io::Result<Vec<u8>>) -> Result {
    make().and_then(|bytes| fs::write(path, bytes)).map_err(Error::file(path))
}
