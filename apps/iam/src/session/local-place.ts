/** A place on this site and nowhere else: no scheme, no second slash, no backslash, no control character. */
export const LOCAL_PLACE = /^\/(?![/\\])[^\\\p{Cc}]{0,500}$/u;
