package journal

import (
	"reflect"

	"shouqi/ledger/store"
)

// sealed is what a body names that lies sealed elsewhere, whatever became of its event.
type sealed interface {
	ReferOnce(tx *store.Tx, deviceNo, seq int64) error
}

// referAll has the book know of everything sealed that a body names, for an event that changed nothing else: it is kept with the event.
func referAll(tx *store.Tx, e Event, body reflect.Value) error {
	if body.CanInterface() {
		if named, ok := body.Interface().(sealed); ok {
			return named.ReferOnce(tx, e.DeviceNo, e.Seq)
		}
	}
	switch body.Kind() {
	case reflect.Pointer, reflect.Interface:
		if body.IsNil() {
			return nil
		}
		return referAll(tx, e, body.Elem())
	case reflect.Struct:
		for i := range body.NumField() {
			if err := referAll(tx, e, body.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range body.Len() {
			if err := referAll(tx, e, body.Index(i)); err != nil {
				return err
			}
		}
	}
	return nil
}
