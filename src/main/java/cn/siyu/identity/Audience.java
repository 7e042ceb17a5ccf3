package cn.siyu.identity;

/** For whom a token is: a token of one audience is refused by the other's operations (SEC-04). */
public enum Audience {
    MEMBER,
    STAFF
}
