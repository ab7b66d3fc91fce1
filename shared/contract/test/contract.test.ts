import { contract } from '../src/contract.ts';
import { echo } from './echo.ts';

// The correct server passes everything: a check that fails here is a fault of the judge.
contract(echo);
