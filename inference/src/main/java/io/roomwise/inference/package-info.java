/**
 * Windows to person masks, student scores and action events.
 *
 * <pre>
 *  RoomWindow ─> PersonDetector ─> ClipEncoder ─> StudentNetwork ─> ActionGate ─> ActionListener
 * </pre>
 */
@NullMarked
package io.roomwise.inference;

import org.jspecify.annotations.NullMarked;
