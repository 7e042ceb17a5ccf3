package cn.siyu.member.domain;

/** A province (level 1), a city (2) or a district (3), by its administrative code. */
public record Region(String code, int level, String name, String parent) {

    static final int DISTRICT = 3;
}
