//! Whether a file is audio or video, by what stands at its beginning.
//!
//! What its name and its content type say counts for nothing: people send whatever their computers say. This keeps out
//! what nobody can transcribe; whether a runner can read the rest is for the runner to find out.

use file_format::{FileFormat, Kind};

/// How much of a file is looked at.
pub(super) const BEGINNING_BYTES: usize = 4_096;

/// Containers, in which there is audio or video, and more besides.
const CONTAINERS: [FileFormat; 6] = [
    FileFormat::AdvancedSystemsFormat,
    FileFormat::ExtensibleBinaryMetaLanguage,
    FileFormat::Id3v2,
    FileFormat::Mpeg4Part14,
    FileFormat::OggMultiplexedMedia,
    FileFormat::Realmedia,
];

/// What the crate does not know: the Core Audio Format.
const CAF: &[u8] = b"caff";

/// Whether a file that begins so is audio or video.
pub(super) fn is_sound(beginning: &[u8]) -> bool {
    let format = FileFormat::from_bytes(beginning);
    matches!(format.kind(), Kind::Audio | Kind::Video)
        || CONTAINERS.contains(&format)
        || beginning.starts_with(CAF)
        || is_mpeg_audio(beginning)
}

/// Whether it begins with a frame of MPEG audio, of any version and layer, AAC included.
fn is_mpeg_audio(beginning: &[u8]) -> bool {
    let [0xff, second, third, ..] = beginning else { return false };
    // A reserved version, and values of which the standard says that there are none.
    let version = (second >> 3) & 0b11;
    second >> 5 == 0b111 && version != 0b01 && third >> 4 != 0b1111 && *second < 0xfe
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What begins so, with something behind it.
    fn is_let_in(beginning: &[u8]) -> bool {
        let mut file = beginning.to_vec();
        file.extend_from_slice(&[0x55; 600]);
        is_sound(&file)
    }

    #[test]
    fn audio_and_video_are_let_in() {
        let mut transport_stream = [0x55; 600];
        (transport_stream[0], transport_stream[188], transport_stream[376]) = (0x47, 0x47, 0x47);
        assert!(is_sound(&transport_stream), "mpeg-ts");
        for (name, beginning) in [
            ("mp3", &b"\xff\xfb\x90\x64\0\x0f"[..]),
            ("mp3 of MPEG-2", b"\xff\xf3\x40\xc0"),
            ("mp3 of MPEG-2.5", b"\xff\xe3\x18\xc4"),
            ("mp2", b"\xff\xfd\xa4\0"),
            ("mp3 with ID3", b"ID3\x03\0\0\0\0\x0fv"),
            ("mp3 with ID3v2.4", b"ID3\x04\0\0\0\0\0\0\xff\xfb"),
            ("aac", b"\xff\xf1\x50\x80"),
            ("aac with a checksum", b"\xff\xf0\x50\x80"),
            ("wav", b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0"),
            ("flac", b"fLaC\0\0\0\x22"),
            (
                "ogg vorbis",
                b"OggS\0\x02\0\0\0\0\0\0\0\0\x98\xd6\x1a\x2b\0\0\0\0\0\0\0\0\x01\x1e\x01vorbis",
            ),
            (
                "ogg opus",
                b"OggS\0\x02\0\0\0\0\0\0\0\0\x98\xd6\x1a\x2b\0\0\0\0\0\0\0\0\x01\x13OpusHead",
            ),
            ("ogg of another sort", b"OggS\0\x02\0\0\0\0\0\0\0\0"),
            ("m4a", b"\0\0\0\x20ftypM4A \0\0\0\0"),
            ("mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"),
            ("mp4 of a phone", b"\0\0\0\x18ftypmp42\0\0\0\0"),
            ("mov", b"\0\0\0\x14ftypqt  \0\0\x02\0"),
            ("3gp", b"\0\0\0\x18ftyp3gp4\0\0\0\0"),
            ("webm, mkv", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01"),
            ("avi", b"RIFF\x24\x08\0\0AVI LIST"),
            ("amr", b"#!AMR\n\x3c"),
            ("amr, wide band", b"#!AMR-WB\n\x3c"),
            ("aiff", b"FORM\0\0\x10\0AIFFCOMM"),
            ("wma", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c"),
            ("au", b".snd\0\0\0\x18"),
            ("caf", b"caff\0\x01\0\0desc"),
            ("mpeg", b"\0\0\x01\xba\x44\0\x04"),
        ] {
            assert!(is_let_in(beginning), "{name}");
        }
    }

    #[test]
    fn everything_else_is_not() {
        for (name, beginning) in [
            ("text", &b"Dear Sir or Madam,\n"[..]),
            ("text of a teletype", b"G G G G"),
            ("UTF-16", b"\xff\xfeH\0i\0"),
            ("pdf", b"%PDF-1.7\n"),
            ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
            ("webp", b"RIFF\x24\x08\0\0WEBPVP8 "),
            ("heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
            ("zip", b"PK\x03\x04\x14\0"),
            ("gzip", b"\x1f\x8b\x08\0"),
            ("elf", b"\x7fELF\x02\x01\x01\0"),
            ("exe", b"MZ\x90\0\x03\0"),
            ("html", b"<!DOCTYPE html><html>"),
            ("json", b"{\"file\": 1}"),
            ("zeros", &[0; 600]),
            ("ones", &[0xff; 600]),
            ("a blank", b" "),
        ] {
            assert!(!is_let_in(beginning), "{name}");
        }
        for beginning in [&b""[..], b"\0", b"\xff", b"\n", b"ID", b"RIFF", b"\xff\xff\xff"] {
            assert!(!is_sound(beginning), "{beginning:?}");
        }
    }
}
