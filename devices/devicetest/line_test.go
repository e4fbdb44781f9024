package devicetest_test

import (
	"io"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.bug.st/serial"

	"shouqi/devices/devicetest"
)

func TestAReaderHearsOfAPlugThatWasPulledWhileItDidNotRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "port")
	line, err := devicetest.NewLine(name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, line.Close()) })
	write := func(text string) {
		port, err := serial.Open(name, &serial.Mode{BaudRate: 9600})
		require.NoError(t, err)
		_, err = port.Write([]byte(text))
		require.NoError(t, err)
		require.NoError(t, port.Close())
	}
	read := func() string {
		heard := make([]byte, 3)
		_, err := io.ReadFull(line.Stream(), heard)
		require.NoError(t, err)
		return string(heard)
	}
	write("one")
	require.Equal(t, "one", read())
	require.NoError(t, line.Unplug())
	require.NoError(t, line.Plug(name))
	_, err = line.Stream().Read(make([]byte, 3))
	require.ErrorContains(t, err, "unplugged")
	write("two")
	require.Equal(t, "two", read(), "the error comes once")
}
