package ledger

import (
	"context"
	"crypto/ed25519"
	"errors"
	"maps"
	"slices"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// hear takes a parcel in page by page, so that whatever else is written waits for no more than one of them. Its events are all checked before any is taken. Where a page
// cannot be written those before it stay, and hearing the parcel again goes on from there.
func (b *Book) hear(ctx context.Context, p parcel, progress func(done, total int)) (h journal.Hearing, err error) {
	pages, err := b.pages(ctx, p)
	if err != nil {
		return h, err
	}
	total := 0
	for _, page := range pages {
		total += len(page.Events)
	}
	for _, page := range pages {
		if progress != nil && len(pages) > 1 {
			progress(h.New, total)
		}
		heard, err := b.hearPage(ctx, page)
		if isCancelled := errors.Is(err, context.Canceled) || store.IsCancelled(err); h.New > 0 && (isCancelled || store.Code(err) == CodeExchange) {
			err = store.Fail(CodeExchangePart, err, h.New) // theirs would say that nothing was changed
		}
		if err != nil {
			return h, err
		}
		h.New, h.Again = h.New+heard.New, h.Again+heard.Again
	}
	return h, nil
}

// hearPage takes in one page.
func (b *Book) hearPage(ctx context.Context, page parcel) (heard journal.Hearing, err error) {
	err = b.Store.Write(ctx, func(tx *store.Tx) error {
		known, err := deviceKeys(tx)
		if err == nil {
			heard, err = b.take(tx, page, known)
		}
		return err
	})
	return heard, err
}

// deviceKeys returns the public keys of the devices that are let into the book.
func deviceKeys(tx *store.Tx) (map[string]ed25519.PublicKey, error) {
	devices, err := estate.Devices(tx)
	known := make(map[string]ed25519.PublicKey)
	for _, device := range devices {
		known[device.ID] = device.Public
	}
	return known, err
}

// pages cuts a parcel after it is checked. What is sealed goes with the first event that names it, and the rest with the last page.
func (b *Book) pages(ctx context.Context, p parcel) (pages []parcel, err error) {
	heard, err := p.heard()
	if err != nil {
		return nil, err
	}
	var parts []journal.Heard
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		known, err := deviceKeys(tx)
		if err != nil {
			return err
		}
		parts, err = b.Journal.Pages(tx, heard, known)
		return err
	})
	if err == nil {
		parts, err = b.keepSlotsTogether(parts)
	}
	if err != nil || len(parts) < 2 {
		return []parcel{p}, err
	}
	left := make(map[string]vault.Sealed)
	for _, one := range p.Sealed {
		left[one.Name()] = one
	}
	for _, part := range parts {
		page := parcelOf(part)
		if page.Sealed, err = b.namedIn(part, left); err != nil {
			return nil, err
		}
		page.Keys, page.Slots = keysOf(p.Keys, page.Sealed), p.Slots
		pages = append(pages, page)
	}
	last := &pages[len(pages)-1]
	for _, name := range slices.Sorted(maps.Keys(left)) {
		last.Sealed = append(last.Sealed, left[name])
	}
	last.Keys = p.Keys
	return pages, nil
}

// keepSlotsTogether makes one part of those from the first to the last that change a way into the book which all its files have: a parcel has only what opens it now, and
// a book with an event that names another is not opened.
func (b *Book) keepSlotsTogether(parts []journal.Heard) (together []journal.Heard, err error) {
	first, last := len(parts), -1
	for i, part := range parts {
		for _, e := range part.Events {
			err := b.Journal.EachSealed(e, func(one journal.Sealed) error {
				if named, ok := one.(vault.Version); ok && named.IsSharedSlot() {
					first, last = min(first, i), i
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	for i, part := range parts {
		if i > first && i <= last {
			before := &together[len(together)-1]
			before.Events, before.Signatures = append(before.Events, part.Events...), append(before.Signatures, part.Signatures...)
			continue
		}
		together = append(together, part)
	}
	return together, nil
}

// namedIn takes out of left what the events of a part name.
func (b *Book) namedIn(part journal.Heard, left map[string]vault.Sealed) (named []vault.Sealed, err error) {
	for _, e := range part.Events {
		err := b.Journal.EachSealed(e, func(one journal.Sealed) error {
			version, ok := one.(vault.Version)
			if !ok {
				return nil
			}
			name := version.Name()
			if of, ok := left[name]; ok {
				named = append(named, of)
				delete(left, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return named, nil
}

// keysOf returns the keys of those subjects that have something sealed.
func keysOf(keys []vault.SpareKey, sealed []vault.Sealed) (of []vault.SpareKey) {
	subjects := make(map[string]bool)
	for _, one := range sealed {
		subjects[one.Subject] = true
	}
	for _, key := range keys {
		if subjects[key.Subject] {
			of = append(of, key)
		}
	}
	return of
}
