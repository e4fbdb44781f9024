// Package law holds the figures of a command against the rules of a place (规定包): how far ahead money may be taken, what a
// deposit for works may come to, what a vacant home may still pay, what may not be shared out, what a late fee wants.
//
// Which charges are property fees, that may be taken ahead only so far, goes by what a charge is: what is asked of a room by the time, by
// its area, a household or a fixed sum, and not by what was used. Neither the purpose for which prepayments of it are kept nor whose money
// it is makes it anything else. A deposit is none, nor what hangs on a parking space, nor parking (停车, 车位) and utilities (水, 电, 气, 暖, 热)
// that are called so and have that purpose. What a household puts by is held where its purpose pays such a charge.
//
// A rule is a row of data with its place, article, source and the day on which somebody last compared it with the text; what
// nobody has checked is empty and is said as 未核对. A check is a function of a named kind over Figures, see Check; it reads no
// book. The pack that a book has chosen stands in its events as it was then, so an audit can tell what was held against a
// payment. A book without a pack is held against nothing.
package law
