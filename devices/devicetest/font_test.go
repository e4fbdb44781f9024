package devicetest_test

import (
	"os"
	"sync"
)

// font gives the bytes of the counter's own font. It is read from its folder, because devices and assets stand on
// one floor of the house and may not import each other.
var font = sync.OnceValue(func() []byte {
	bytes, err := os.ReadFile("../../assets/fonts/NotoSansSC-Regular.ttf")
	if err != nil {
		panic(err)
	}
	return bytes
})
