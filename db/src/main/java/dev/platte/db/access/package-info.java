/** Users, tokens, the audit trail. */
@NullMarked
package dev.platte.db.access;

import org.jspecify.annotations.NullMarked;
