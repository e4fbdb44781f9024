package gatewaytest

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// state is what a bank keeps over a restart.
type state struct {
	Orders  map[string]*Order  `json:"orders"`
	Refunds map[string]*Refund `json:"refunds"`
	Made    []string           `json:"made"`
	Number  int                `json:"number"`
}

// Save writes what the bank knows to a file, as a whole or not at all.
func (b *Bank) Save(path string) error {
	b.mu.Lock()
	content, err := json.MarshalIndent(state{b.orders, b.refunds, b.made, b.number}, "", "  ")
	b.mu.Unlock()
	if err != nil {
		return err
	}
	making := path + ".making"
	if err := os.WriteFile(making, content, 0o600); err != nil {
		return err
	}
	return os.Rename(making, path)
}

// Load reads what Save wrote; a file that is not there leaves the bank as it is.
func (b *Bank) Load(path string) error {
	content, err := os.ReadFile(filepath.Clean(path))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	kept := state{Orders: make(map[string]*Order), Refunds: make(map[string]*Refund)}
	if err == nil {
		err = json.Unmarshal(content, &kept)
	}
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.orders, b.refunds, b.made, b.number = kept.Orders, kept.Refunds, kept.Made, kept.Number
	return nil
}
