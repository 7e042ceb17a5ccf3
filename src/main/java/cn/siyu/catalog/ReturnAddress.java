package cn.siyu.catalog;

/** Where goods are sent back to, as it is written on a parcel. */
public record ReturnAddress(String recipient, String phone, String address) {}
