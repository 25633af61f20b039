/**
 * Every failure a user, a client or an operator can meet, by code. `docs/errors.md` lists exactly these codes
 * (tested both ways). `status` is the HTTP status; `message` is one plain sentence that says what to do and may be
 * replaced by a more exact one where the error is thrown.
 */
export const ERRORS = {
  FL_CONFIG_INVALID: { status: 500, message: 'A setting in the environment is not valid.' },
  FL_INTERNAL: { status: 500, message: 'Something went wrong on our side. Try again; the details are in the log.' },

  FL_DATA_IN_USE: {
    status: 500,
    message: 'Another Firstlook runs on this data folder. Stop it, or set FIRSTLOOK_DATA to another folder.',
  },
  FL_DATABASE_TOO_NEW: {
    status: 500,
    message:
      'The data folder was written by a newer release of Firstlook. Start that release, or restore a backup made before it.',
  },
  FL_DATABASE_MIGRATION: {
    status: 500,
    message: 'The database could not be brought up to date. Nothing was changed; keep using the release from before.',
  },
  FL_DATABASE_MISSING: {
    status: 500,
    message: 'There is no database in the data folder. Start Firstlook once, or say where its data is.',
  },
  FL_DATABASE_OLDER: {
    status: 500,
    message: 'The database was written by an older release of Firstlook. Start this release once, then try again.',
  },
  FL_DATABASE_UNREADABLE: { status: 500, message: 'The database cannot be used.' },

  FL_REQUEST_BAD_JSON: { status: 400, message: 'The body is not valid JSON. Check for a missing quote or comma.' },
  FL_REQUEST_NOT_OBJECT: { status: 400, message: 'The body must be a JSON object, like {"inputs": {}}.' },
  FL_REQUEST_INVALID: { status: 422, message: 'Some fields need attention.' },
  FL_REQUEST_TOO_LARGE: { status: 413, message: 'The body is too large.' },
  FL_REQUEST_BAD_CURSOR: { status: 400, message: 'The cursor is not one this list gave out. Start again without it.' },
  FL_NOT_FOUND: { status: 404, message: 'There is nothing at this address.' },
  FL_METHOD_NOT_ALLOWED: { status: 405, message: 'This address does not take that method.' },
  FL_IDEMPOTENCY_REUSED: {
    status: 409,
    message: 'This Idempotency-Key was already used for a different request. Use a new key.',
  },

  FL_AUTH_REQUIRED: { status: 401, message: 'Sign in, or send a valid API token as a bearer token.' },
  FL_AUTH_FORBIDDEN: { status: 403, message: 'You may not do this. Ask an admin of the project for the right role.' },
  FL_AUTH_BAD_LOGIN: { status: 401, message: 'The mail address or the password is not right.' },
  FL_AUTH_RATE_LIMITED: { status: 429, message: 'Too many tries. Wait a few minutes and try again.' },
  FL_AUTH_BAD_ORIGIN: { status: 403, message: 'This request came from another site and was refused.' },
  FL_AUTH_LINK_SPENT: { status: 410, message: 'This link was used or has expired. Ask for a new one.' },
  FL_AUTH_WEAK_PASSWORD: { status: 422, message: 'Use a password of 12 to 200 characters.' },

  FL_PERSON_EXISTS: { status: 409, message: 'A person with this mail address is already here.' },
  FL_PROJECT_NOT_FOUND: { status: 404, message: 'There is no such project.' },
  FL_TOKEN_ROLES: { status: 403, message: 'A token can never do more than the person who makes it.' },
  FL_TOKEN_NOT_FOUND: { status: 404, message: 'There is no such token.' },

  FL_MODEL_BAD_NAME: {
    status: 422,
    message:
      'A model name has 1 to 63 characters: small letters, digits, dot, dash, underscore; a letter or digit first.',
  },
  FL_MODEL_NOT_FOUND: { status: 404, message: 'There is no model of this name.' },
  FL_MODEL_OTHER_PROJECT: {
    status: 409,
    message: 'A model of this name exists in another project. Choose another name.',
  },
  FL_MODEL_CANNOT_LOAD: {
    status: 422,
    message: 'The model file of this version could not be loaded. Publish the model again.',
  },
  FL_MODEL_PAUSED: {
    status: 503,
    message: 'This version crashed or ran over its time again and again, so it is paused. Try again later.',
  },
  FL_REPORT_NOT_FOUND: { status: 404, message: 'This version was not measured here, so there is no report of it.' },
  FL_VERSION_EXISTS: {
    status: 409,
    message: 'This version is there already, with another file. Send it under a number of its own.',
  },
  FL_VERSION_NOT_FOUND: { status: 404, message: 'This model has no such version.' },
  FL_VERSION_RETIRED: { status: 410, message: 'This version is retired and no longer answers questions.' },
  FL_DESCRIPTION_STALE: {
    status: 409,
    message: 'Somebody changed this description after you opened it. Look at what is new, then save again.',
  },
  FL_DESCRIPTION_NO_REVISION: { status: 404, message: 'The description has no such revision.' },
  FL_DESCRIPTION_INVALID: { status: 422, message: 'The preview.json does not fit its schema.' },

  FL_UPLOAD_NOT_MULTIPART: {
    status: 415,
    message: 'Send the model as multipart/form-data with a file part named "model".',
  },
  FL_UPLOAD_NO_MODEL: { status: 422, message: 'There was no model file. Send it as a file part named "model".' },
  FL_UPLOAD_SEVERAL: {
    status: 422,
    message: 'There is more than one model. Send one model file, one folder or one archive of one version.',
  },
  FL_UPLOAD_EMPTY: { status: 422, message: 'The model file is empty. Export it again and check its size.' },
  FL_UPLOAD_CUT: {
    status: 400,
    message: 'The upload stopped before it was complete. Nothing was kept; send it again.',
  },
  FL_UPLOAD_INTERRUPTED: {
    status: 503,
    message: 'Firstlook was restarted while this was being published. Nothing was kept; send it again.',
  },
  FL_UPLOAD_NOT_FOUND: { status: 404, message: 'There is no such upload.' },
  FL_UPLOAD_TOO_LARGE: { status: 413, message: 'The upload is larger than this installation takes.' },
  FL_STORAGE_FULL: { status: 507, message: 'The disk is full. Nothing was kept; free some space and send it again.' },

  FL_CHECK_NOT_ONNX: { status: 422, message: 'This is not an ONNX file. Export the model to ONNX and send that.' },
  FL_CHECK_TRUNCATED: { status: 422, message: 'The ONNX file is cut short or damaged. Export or copy it again.' },
  FL_CHECK_UNKNOWN_OPERATOR: { status: 422, message: 'The model uses an operator that is not available here.' },
  FL_CHECK_OPSET_TOO_NEW: {
    status: 422,
    message: 'The model was exported for a newer ONNX. Export it with an older opset.',
  },
  FL_CHECK_EXTERNAL_DATA: {
    status: 422,
    message: 'The model keeps its weights in another file that was not sent. Save it as a single file.',
  },
  FL_CHECK_UNSUPPORTED_TYPE: {
    status: 422,
    message: 'The model has an input or output of a type that cannot be served.',
  },
  FL_CHECK_CANNOT_LOAD: { status: 422, message: 'The model could not be loaded. Check that it runs in ONNX Runtime.' },
  FL_CHECK_CRASHED: { status: 422, message: 'Checking the model crashed or ran out of memory, so it was refused.' },
  FL_CHECK_TIMEOUT: { status: 422, message: 'Checking the model took too long, so it was refused.' },

  FL_ARCHIVE_FORMAT: {
    status: 422,
    message: 'This is not an archive that can be unpacked. Pack the folder as .zip or .tar.gz.',
  },
  FL_ARCHIVE_DAMAGED: { status: 422, message: 'The archive is cut short or damaged. Pack or copy it again.' },
  FL_ARCHIVE_EMPTY: { status: 422, message: "There is nothing in the archive. Pack one version's folder." },
  FL_ARCHIVE_ENCRYPTED: { status: 422, message: 'The archive is encrypted. Pack it again without a password.' },
  FL_ARCHIVE_PATH: {
    status: 422,
    message: 'A name in the archive leads out of its folder. Pack the folder itself, with plain relative names.',
  },
  FL_ARCHIVE_NAME: { status: 422, message: 'A name in the archive cannot be used. Give its files plain names.' },
  FL_ARCHIVE_DUPLICATE: {
    status: 422,
    message: 'Two files in the archive have the same place. Pack the folder again.',
  },
  FL_ARCHIVE_LINK: {
    status: 422,
    message: 'The archive holds a link. Pack the folder with the files themselves in place of links.',
  },
  FL_ARCHIVE_SPECIAL: {
    status: 422,
    message: 'The archive holds something that is neither a file nor a folder. Leave it out.',
  },
  FL_ARCHIVE_TOO_MANY: {
    status: 422,
    message: 'The archive has more than 1,000 entries. Leave out what the model does not need.',
  },
  FL_ARCHIVE_TOO_LARGE: {
    status: 422,
    message: 'The archive holds more than 4 GB. Leave out what the model does not need.',
  },
  FL_ARCHIVE_BOMB: {
    status: 422,
    message:
      'The archive unpacks to more than 200 times its size, so it was refused. Send the files as they are, or as .tar.',
  },
  FL_ARCHIVE_SEVERAL: { status: 422, message: "The archive holds more than one version: send one version's folder." },
  FL_ARCHIVE_NO_MODEL: {
    status: 422,
    message: 'There is no .onnx file in the archive. Export the model to ONNX and pack it with its side files.',
  },
  FL_ARCHIVE_CRASHED: { status: 422, message: 'Unpacking the archive failed, so it was refused. Pack it again.' },
  FL_ARCHIVE_TIMEOUT: { status: 422, message: 'Unpacking the archive took too long, so it was refused.' },

  FL_PICTURE_EMPTY: { status: 422, message: 'The file is empty. Choose another picture.' },
  FL_PICTURE_FORMAT: {
    status: 422,
    message: 'This is not a picture that can be read. Use PNG, JPEG, WebP, GIF, TIFF or AVIF.',
  },
  FL_PICTURE_DRAWING: {
    status: 422,
    message: 'SVG drawings are not taken, because they can hold scripts. Save it as PNG.',
  },
  FL_PICTURE_DAMAGED: { status: 422, message: 'The picture is cut short or damaged. Save it again, or take another.' },
  FL_PICTURE_TOO_LARGE: { status: 422, message: 'The picture has too many pixels. Make it smaller.' },
  FL_PICTURE_CRASHED: {
    status: 422,
    message: 'Reading the picture crashed or ran out of memory, so it was refused. Save it as a smaller PNG or JPEG.',
  },
  FL_PICTURE_TIMEOUT: {
    status: 422,
    message: 'Reading the picture took too long, so it was refused. Make it smaller.',
  },
  FL_FILE_NOT_FOUND: { status: 404, message: 'There is no such file here. Hand the picture over again.' },
  FL_TOKENIZER_INVALID: {
    status: 422,
    message:
      'The tokenizer.json of this version cannot be used. Publish the model again with the one it was trained with.',
  },
  FL_TOKENIZER_TIMEOUT: {
    status: 422,
    message: 'Cutting this text into tokens took too long, so it was given up. Try a shorter text.',
  },
  FL_TOKENIZER_CRASHED: {
    status: 422,
    message: 'Cutting this text into tokens ran out of memory, so it was given up. Try a shorter text.',
  },

  FL_INPUT_INVALID: { status: 422, message: 'Some values do not fit what the model takes.' },
  FL_RUN_NOT_FOUND: { status: 404, message: 'There is no such run.' },
  FL_RUN_FAILED: { status: 422, message: 'The model could not answer this input. Try other values.' },
  FL_RUN_TIMEOUT: { status: 504, message: 'The model did not answer in time. Try again, or try a simpler input.' },
  FL_RUN_CRASHED: { status: 422, message: 'The model crashed on this input, twice. Try other values.' },
  FL_RUN_QUARANTINED: {
    status: 422,
    message: 'This input crashed the model or ran over its time twice. It is not tried again for ten minutes.',
  },
  FL_RUN_LIVE_GONE: { status: 410, message: 'This answer is no longer held. Ask again, and judge the new answer.' },
  FL_EXAMPLE_NOT_FOUND: { status: 404, message: 'This version has no such example.' },
  FL_ROW_INVALID: { status: 422, message: 'This row does not fit the fields of the model.' },

  FL_FLAG_NOT_FOUND: { status: 404, message: 'There is no such flag.' },
  FL_FLAG_BAD_STATE: { status: 409, message: 'The flag cannot go from its present state to that one.' },
  FL_FLAG_EXPECTATION: {
    status: 422,
    message: 'Expectations are not available yet. Say what you expected in the note.',
  },

  FL_SERVING_UNAVAILABLE: { status: 503, message: 'Models cannot answer at this moment. Try again in a few seconds.' },
  FL_SERVING_BUSY: { status: 503, message: 'Too many questions at once. Try again in a few seconds.' },
  FL_SERVING_DRAINING: { status: 503, message: 'This server is shutting down. Try again in a few seconds.' },
  FL_ROUTES_STALE: {
    status: 409,
    message: 'A newer table of routes is in use. Read it, and send yours with a higher version.',
  },
  FL_TENSOR_INVALID: { status: 400, message: 'The tensors of the request do not fit the protocol or the model.' },
  FL_ADMIN_TOKEN: { status: 401, message: 'This address needs the serving token.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;
