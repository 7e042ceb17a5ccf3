package cn.siyu.groupbuy.domain;

import cn.siyu.member.MemberId;
import java.util.UUID;

/** A place in a group: one member, one order. */
public record Seat(UUID order, MemberId member, boolean leader, int quantity, SeatState state) {}
