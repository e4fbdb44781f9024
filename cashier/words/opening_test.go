package words_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/store"
)

// Whatever keeps a book from being opened says that nothing was done, and sends nobody to look whether a payment is booked.
func TestWhatKeepsABookShutSaysThatNothingWasBooked(t *testing.T) {
	for _, err := range []error{store.Refuse(store.CodeLock, "estate.book"), store.Refuse(store.CodeBeside, "estate.book", "estate.book-wal"),
		store.Refuse(ledger.CodeUnopened, "estate.book"), store.Refuse(store.CodeNoRoom), store.Refuse("audit.room", 7)} {
		sentence := words.Explain(err, assets.Chinese)
		require.Contains(t, sentence, "这一步没有做", err)
		require.NotContains(t, sentence, "可能已经入账", err)
	}
}

// A damaged book is no reason to look for another file, and to make a new one in its place would lose it.
func TestWhatLooksLikeNoBookMayBeADamagedOne(t *testing.T) {
	for _, err := range []error{store.Refuse(store.CodeForeign), store.Refuse(store.CodeNoBook, "estate.book")} {
		require.Contains(t, words.Explain(err, assets.Chinese), "用最近的备份恢复", err)
		require.Contains(t, words.Explain(err, assets.English), "restore the latest backup", err)
	}
}
