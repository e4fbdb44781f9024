package journal

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
)

// marshalers are the interfaces of types that write or read their JSON in a way of their own. What they write need
// not read back as the same value.
var marshalers = []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](),
	reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler]()}

// plain reports whether every value of a type reads back from its JSON as it was; text that is not UTF-8 never gets
// so far (see encode).
// Plain are texts, whole numbers, truth values and bytes, lists and pointers of plain types, and structs whose every
// field is written and plain. An empty list and a nil one count as the same, because a field that is left out when
// empty does not tell them apart.
//
// within are the types that led here: a type that contains itself is not plain, because the search would not end.
func plain(t reflect.Type, within []reflect.Type) bool {
	own := func(marshaler reflect.Type) bool {
		return t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler)
	}
	if slices.Contains(within, t) || slices.ContainsFunc(marshalers, own) {
		return false
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	case reflect.Slice, reflect.Pointer:
		return plain(t.Elem(), append(within, t))
	case reflect.Struct:
		for i := range t.NumField() {
			field := t.Field(i)
			// A field that is not written would be lost, and an embedded one may clash with another name.
			if !field.IsExported() || field.Anonymous || field.Tag.Get("json") == "-" || !plain(field.Type, append(within, t)) {
				return false
			}
		}
		return true
	}
	return false
}
