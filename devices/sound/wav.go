package sound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// ClipMaxBytes is the largest recording that is read: 30 seconds at 16 kHz.
const ClipMaxBytes = 1 << 20

// Clip is a recording: 16-bit PCM samples of one channel.
type Clip struct {
	RateHz  uint32
	Samples []int16
}

// format is the chunk that says how the samples are written.
type format struct {
	Coding, Channels uint16
	RateHz, ByteRate uint32
	Block, Bits      uint16
}

// pcm is the coding of plain samples.
const pcm = 1

// Decode reads a WAV file. It takes 16-bit PCM of one channel alone, which recordings of a voice are.
func Decode(wav []byte) (clip Clip, err error) {
	if len(wav) > ClipMaxBytes {
		return clip, fmt.Errorf("sound: a recording of %d bytes, at most %d", len(wav), ClipMaxBytes)
	}
	if len(wav) < 12 || string(wav[:4]) != "RIFF" || string(wav[8:12]) != "WAVE" {
		return clip, errors.New("sound: not a WAV file")
	}
	var head format
	for rest := wav[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), binary.LittleEndian.Uint32(rest[4:])
		if rest = rest[8:]; uint64(size) > uint64(len(rest)) {
			return clip, errors.New("sound: the WAV file is cut off")
		}
		chunk := rest[:size]
		rest = rest[min(len(rest), int(size+size%2)):]
		switch name {
		case "fmt ":
			if err := binary.Read(bytes.NewReader(chunk), binary.LittleEndian, &head); err != nil {
				return clip, fmt.Errorf("sound: the WAV file's format: %w", err)
			}
		case "data":
			if head.Coding != pcm || head.Channels != 1 || head.Bits != 16 || head.RateHz < 4000 || head.RateHz > 96_000 {
				return clip, fmt.Errorf("sound: want 16-bit PCM of one channel, not coding %d, %d channels, %d bits, %d Hz", head.Coding, head.Channels, head.Bits, head.RateHz)
			}
			clip.RateHz = head.RateHz
			clip.Samples = make([]int16, len(chunk)/2)
			return clip, binary.Read(bytes.NewReader(chunk), binary.LittleEndian, clip.Samples)
		}
	}
	return clip, errors.New("sound: the WAV file has no samples")
}

// Encode writes a clip as a WAV file.
func (c Clip) Encode() []byte {
	var wav bytes.Buffer
	size := uint32(2 * len(c.Samples))
	wav.WriteString("RIFF")
	for _, part := range []any{36 + size, []byte("WAVEfmt "), uint32(16), format{pcm, 1, c.RateHz, 2 * c.RateHz, 2, 16}, []byte("data"), size, c.Samples} {
		// A buffer takes whatever is written to it, and every part has a fixed size.
		_ = binary.Write(&wav, binary.LittleEndian, part)
	}
	return wav.Bytes()
}

// Join puts clips one after the other at a volume from 0 to 100. All must have one sample rate.
func Join(clips []Clip, volume int) (joined Clip, err error) {
	for _, clip := range clips {
		if joined.RateHz != 0 && clip.RateHz != joined.RateHz {
			return Clip{}, fmt.Errorf("sound: recordings of %d Hz and of %d Hz", joined.RateHz, clip.RateHz)
		}
		joined.RateHz = clip.RateHz
		for _, sample := range clip.Samples {
			joined.Samples = append(joined.Samples, int16(int(sample)*volume/100))
		}
	}
	return joined, nil
}
