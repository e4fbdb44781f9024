package monkey

import (
	"math/rand/v2"
	"time"
)

// manner says how long the book takes for its work, and the answer on its way back.
type manner func(chance *rand.Rand) (work, back time.Duration)

// prompt is a book on a good disk.
func prompt(chance *rand.Rand) (work, back time.Duration) {
	return time.Duration(chance.IntN(12_000)) * time.Microsecond, time.Duration(chance.IntN(16_000)) * time.Microsecond
}

// late is a book on a bad day: mostly prompt, now and then seconds late.
func late(chance *rand.Rand) (work, back time.Duration) {
	switch chance.IntN(6) {
	case 0:
		return time.Duration(50+chance.IntN(850)) * time.Millisecond, time.Duration(chance.IntN(120)) * time.Millisecond
	case 1:
		return time.Duration(chance.IntN(40)) * time.Millisecond, time.Duration(chance.IntN(1500)) * time.Millisecond
	case 2:
		return time.Duration(1+chance.IntN(4000)) * time.Millisecond, 0
	}
	return prompt(chance)
}

// mannerOf returns the manner of a word: prompt, late, or a duration that everything takes exactly.
func mannerOf(word string) manner {
	switch word {
	case "prompt":
		return prompt
	case "late":
		return late
	}
	work, err := time.ParseDuration(word)
	if err != nil {
		panic("monkey: no manner of a book: " + word)
	}
	return func(*rand.Rand) (time.Duration, time.Duration) { return work, 0 }
}
