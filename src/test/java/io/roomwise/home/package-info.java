/** The agent as a whole: modules joined as the agent joins them. */
@NullMarked
package io.roomwise.home;

import org.jspecify.annotations.NullMarked;
