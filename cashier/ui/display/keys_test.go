package display

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
)

// Nothing that is typed while the owner's window has the keyboard is lost.
func TestWhatIsTypedAtTheOwnersWindowGoesToTheDesk(t *testing.T) {
	test.NewTempApp(t)
	owner, desk := test.NewTempWindow(t, New(assets.Chinese, false).Content()), test.NewTempWindow(t, nil)
	var runes []rune
	var keys []fyne.KeyName
	desk.Canvas().SetOnTypedRune(func(character rune) { runes = append(runes, character) })
	desk.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { keys = append(keys, key.Name) })
	PassKeys(owner, desk)
	owner.Canvas().OnTypedRune()('3')
	owner.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, []rune{'3'}, runes)
	require.Equal(t, []fyne.KeyName{fyne.KeyReturn}, keys)
}
