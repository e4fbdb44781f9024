package journal

import (
	"reflect"

	"shouqi/ledger/store"
)

// Sealed is what a body names that lies sealed elsewhere, whatever became of its event.
type Sealed interface {
	ReferOnce(tx *store.Tx, deviceNo, seq int64) error
}

// EachSealed calls one with everything sealed that an event names. Errors: those of one, journal.kind and journal.body.
func (j *Journal) EachSealed(e Event, one func(named Sealed) error) error {
	projector, ok := j.projectors[e.Kind][e.Version]
	if !ok || projector.names == nil {
		return store.Refuse(codeKind, e.Kind, e.Version)
	}
	return projector.names(e, one)
}

// eachSealed calls one with everything sealed that a body names.
func eachSealed(body reflect.Value, one func(named Sealed) error) error {
	if body.Kind() == reflect.Pointer || body.Kind() == reflect.Interface {
		if body.IsNil() {
			return nil
		}
		return eachSealed(body.Elem(), one)
	}
	if body.CanInterface() {
		if named, ok := body.Interface().(Sealed); ok {
			return one(named)
		}
	}
	switch body.Kind() {
	case reflect.Struct:
		for i := range body.NumField() {
			if err := eachSealed(body.Field(i), one); err != nil {
				return err
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range body.Len() {
			if err := eachSealed(body.Index(i), one); err != nil {
				return err
			}
		}
	}
	return nil
}
