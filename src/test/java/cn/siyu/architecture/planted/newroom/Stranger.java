package cn.siyu.architecture.planted.newroom;

/** A breach: its context has no floor. */
public record Stranger(String name) {}
