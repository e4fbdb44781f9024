package sound_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/devices/sound"
)

func TestClipsAreJoinedAndReadBack(t *testing.T) {
	one, two := sound.Clip{RateHz: 16000, Samples: []int16{100, -200, 32767}}, sound.Clip{RateHz: 16000, Samples: []int16{-32768}}
	joined, err := sound.Join([]sound.Clip{one, two}, 50)
	require.NoError(t, err)
	read, err := sound.Decode(joined.Encode())
	require.NoError(t, err)
	require.Equal(t, sound.Clip{RateHz: 16000, Samples: []int16{50, -100, 16383, -16384}}, read)
	_, err = sound.Join([]sound.Clip{one, {RateHz: 8000}}, 50)
	require.Error(t, err)
}

func FuzzAFileThatIsNoRecordingIsRefused(f *testing.F) {
	whole := sound.Clip{RateHz: 16000, Samples: []int16{1, 2, 3}}.Encode()
	f.Add(whole)
	f.Add(whole[:40])
	f.Add(append([]byte("RIFF\x00\x00\x00\x00WAVEdata\xff\xff\xff\xff"), whole...))
	f.Fuzz(func(t *testing.T, wav []byte) {
		clip, err := sound.Decode(wav)
		if err != nil {
			return
		}
		again, err := sound.Decode(clip.Encode())
		require.NoError(t, err)
		require.Equal(t, clip, again)
	})
}
