package cn.siyu.kernel.problem;

/** Where a request is wrong and why: {@code field} is a path such as {@code lines[0].quantity}. */
public record FieldError(String field, String message) {}
