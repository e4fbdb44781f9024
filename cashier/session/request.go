package session

import (
	"fmt"

	"github.com/google/uuid"
)

// NewRequestID makes the id of a request that is about to be asked: asked again, it does what it did once. Keep it over
// every retry.
func NewRequestID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make a request id: %w", err)
	}
	return id.String(), nil
}
