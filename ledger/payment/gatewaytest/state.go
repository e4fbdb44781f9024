package gatewaytest

import (
	"encoding/json"
	"fmt"
)

// State returns all that the bank keeps, as JSON.
func (b *Bank) State() ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	text, err := json.MarshalIndent(b.held, "", "\t")
	if err != nil {
		return nil, fmt.Errorf("gatewaytest: write the bank: %w", err)
	}
	return text, nil
}

// Restore puts what State returned in the place of all that the bank keeps.
func (b *Bank) Restore(text []byte) error {
	held := holdings{Codes: make(map[string]payerCode)}
	if err := json.Unmarshal(text, &held); err != nil {
		return fmt.Errorf("gatewaytest: read the bank: %w", err)
	}
	if held.Codes == nil {
		held.Codes = make(map[string]payerCode)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = held
	return nil
}
