package paper_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/devices/escpos"
)

// Whatever goes to the printer is byte for byte what it was: what the pretend printer passes over may still be wrong on one of metal.
func TestEveryByteIsAsItWas(t *testing.T) {
	documents := make(map[string]func(escpos.Profile) escpos.Document)
	for name, receipt := range variants() {
		documents[name] = receipt.Document
	}
	for name, notice := range notices(t) {
		documents[name] = notice.Document
	}
	var lines []string
	for name, document := range documents {
		for width, profile := range profiles() {
			for _, profile.RasterText = range []bool{false, true} {
				encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
				require.NoError(t, err)
				job, err := encoder.Encode(document(profile))
				require.NoError(t, err)
				lines = append(lines, fmt.Sprintf("%x %7d bytes, %s, %s mm, drawn %t", sha256.Sum256(job.Bytes), len(job.Bytes), name, width, profile.RasterText))
			}
		}
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[strings.Index(a, ","):], b[strings.Index(b, ","):]) })
	hold(t, "bytes", strings.Join(lines, "\n")+"\n")
}
