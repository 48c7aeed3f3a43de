#!/usr/bin/env python3
"""Makes src/Genkan/PictureCodes/Spoken/*.ulaw: the ten digits in four languages, spoken by espeak-ng (Debian: espeak-ng).

Each file: ten times the length in two bytes (little endian) and that many samples, 8 kHz, one channel, ITU-T G.711 µ-law.
What espeak-ng says is free to use; only the program itself is under the GPL.
"""
import array
import math
import pathlib
import struct
import subprocess
import tempfile
import wave

WORDS = {
    "en": ("en-us", "zero one two three four five six seven eight nine"),
    "tr": ("tr", "sıfır bir iki üç dört beş altı yedi sekiz dokuz"),
    "ja": ("ja", "ぜろ いち に さん よん ご ろく なな はち きゅう"),
    "zh": ("cmn", "零 一 二 三 四 五 六 七 八 九"),
}
RATE = 8000
TAPS = 63


def spoken(voice, word):
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", voice, "-s", "130", "-a", "150", "-w", file.name, word], check=True)
        with wave.open(file.name) as sound:
            return sound.getframerate(), array.array("h", sound.readframes(sound.getnframes()))


def narrowed(rate, samples):
    """To 8 kHz, behind a windowed sinc at 3.6 kHz, so that nothing above folds back."""
    taps = []
    for i in range(TAPS):
        k = i - (TAPS - 1) / 2
        sinc = 2 * 3600 / rate if k == 0 else math.sin(2 * math.pi * 3600 / rate * k) / (math.pi * k)
        taps.append(sinc * (0.54 - 0.46 * math.cos(2 * math.pi * i / (TAPS - 1))))
    whole, out, at = sum(taps), [], 0.0
    while at < len(samples):
        first = int(at) - TAPS // 2
        out.append(sum(t * samples[first + i] for i, t in enumerate(taps) if 0 <= first + i < len(samples)) / whole)
        at += rate / RATE
    return out


def trimmed(samples):
    """As loud as fits, without the silence around."""
    peak = max(map(abs, samples))
    loud = [s * 28000 / peak for s in samples]
    begin = next(i for i, s in enumerate(loud) if abs(s) > 300)
    end = len(loud) - next(i for i, s in enumerate(reversed(loud)) if abs(s) > 300)
    return [int(s) for s in loud[max(0, begin - 80) : end + 160]]


def ulaw(sample):
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), 32635) + 0x84
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | size >> exponent + 3 & 0x0F) & 0xFF


folder = pathlib.Path(__file__).resolve().parent.parent / "src/Genkan/PictureCodes/Spoken"
for language, (voice, words) in WORDS.items():
    with open(folder / f"{language}.ulaw", "wb") as file:
        for word in words.split():
            codes = bytes(ulaw(s) for s in trimmed(narrowed(*spoken(voice, word))))
            file.write(struct.pack("<H", len(codes)) + codes)
