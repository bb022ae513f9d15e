/**
 * Every network once: serving and training share them. {@code StudentNetwork} is the shipped one, which follows people;
 * {@code MultiViewNetwork} is the paper's, teacher and student, {@code PerceivingNetwork} puts it on what frozen encoders
 * made, and {@code MultiViewStudent} serves it on people's crops:
 *
 * <pre>
 *  PatchTransformer (pictures) ── F^V ─┬──────────────────────────┐
 *                                      ├ CrossModal ─ F^attn ─ + ─┴─ F^AV ─ Backbone: MultiTrans, MultiAsl, MultiTsf
 *  SimpleAst (sound), or Adapter ─ F^A ┘
 * </pre>
 */
@NullMarked
package io.roomwise.inference.model;

import org.jspecify.annotations.NullMarked;
