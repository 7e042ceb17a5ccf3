package cn.siyu.kernel.web;

import java.util.List;

/** One page of an admin list: {@code page} counts from 1, {@code total} is the number of all rows that match. */
public record NumberedPage<T>(List<T> items, int page, int size, long total) {}
