// Package approvals is the page 审批: what takes a second person who was not there, who asked for it and how far it is.
package approvals
